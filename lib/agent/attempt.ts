import type { Failure } from "../errors.ts";
import type { Reason } from "../reasons.ts";
import type { Asked, CheckRecord, PatchRecord, UsageRecord } from "../types.ts";

/** An answer that asked to see more, and what it was shown. */
export interface Look {
  /** Digest of the request. */
  readonly request: string;
  /** Digest of the answer. */
  readonly answer: string;
  /** What it cost, as the server counts; absent when it does not say. */
  readonly usage?: UsageRecord;
  /** What it asked for, in this and earlier looks, and the exact lines that are shown for it. */
  readonly asked: readonly Asked[];
}

/** One answer that was asked for, and what became of it. */
export interface Attempt {
  /** Its number, from 1. */
  readonly number: number;
  /** Digest of the request; absent when it was never sent. */
  readonly request?: string;
  /** The model that answered; absent when none did. */
  readonly model?: string;
  /** Digest of the answer; absent when it was not complete. */
  readonly answer?: string;
  /** What it cost, as the server counts; absent when it does not say. */
  readonly usage?: UsageRecord;
  /** The answers before it that asked to see more, in order; absent when there were none. */
  readonly looks?: readonly Look[];
  /** Why it is not good enough; absent when it is. */
  readonly reason?: Reason;
  /** The same for a person. */
  readonly message?: string;
  /** What its edits make; absent when they do not fit. */
  readonly patch?: PatchRecord;
  /** What the check said of the patch; absent without a check. */
  readonly check?: CheckRecord;
  /** From the request to the verdict, in milliseconds. */
  readonly durationMs: number;
}

/** What became of one candidate. */
export interface CandidateOutcome {
  /** Its attempts, in order. */
  readonly attempts: readonly Attempt[];
  /** Whether its last patch is good enough. */
  readonly passed: boolean;
  /** That patch, or the last one that applied; absent when none did. */
  readonly patch?: PatchRecord;
  /** Why it is not good enough; absent when it is. */
  readonly failure?: Failure;
}
