import { digest } from "../digest.ts";
import type { Failure } from "../errors.ts";
import { type Reason, toStatus } from "../reasons.ts";
import type { CheckRecord, PatchedFile, UsageRecord } from "../types.ts";
import type { Attempt, CandidateOutcome, Look } from "./attempt.ts";
import type { Spending } from "./budget.ts";

/** What a report is made from. */
export interface ReportSource {
  /** The prompt as the user wrote it. */
  readonly prompt: string;
  /** The candidates; undefined for those that were stopped or never started. */
  readonly outcomes: readonly (CandidateOutcome | undefined)[];
  /** Index of the candidate whose patch came out, or is the best; absent when there is none. */
  readonly best?: number;
  /** What was spent. */
  readonly spent: Spending;
  /** Why nothing came out; absent when a patch did. */
  readonly failure?: Failure;
  /** Whether times are told; those of a replay say nothing, and would differ each time. */
  readonly hasTimes: boolean;
}

/** Everything that a run did, without the texts: one envelope. */
export interface RunReport {
  /** Names the record. */
  readonly type: "run";
  /** Digest of the prompt. */
  readonly prompt: string;
  /** How it ended: 0, or the status of `reason`. */
  readonly status: number;
  /** Why nothing came out; absent when a patch did. */
  readonly reason?: Reason;
  /** The same for a person. */
  readonly message?: string;
  /** The patch that came out, or the best one; absent when none applied. */
  readonly patch?: {
    /** Digest of the diff. */
    readonly digest: string;
    /** Number of the candidate that made it, from 1. */
    readonly candidate: number;
    /** The files that it changes. */
    readonly files: readonly PatchedFile[];
  };
  /** The attempts of each candidate; none for one that was stopped or never started. */
  readonly candidates: readonly { readonly attempts: readonly ReportedAttempt[] }[];
  /** What was spent by all of them. */
  readonly spent: Spending;
}

/** An answer that asked to see more, as a report tells it. */
export interface ReportedLook extends Omit<Look, "usage"> {
  /** What it cost, as the server counts. */
  readonly usage?: Omit<UsageRecord, "type">;
}

/** An attempt as a report tells it. */
export interface ReportedAttempt {
  /** Its number, from 1. */
  readonly number: number;
  /** The model that answered. */
  readonly model?: string;
  /** Digest of the request, and so of the context in it. */
  readonly request?: string;
  /** Digest of the answer. */
  readonly answer?: string;
  /** Digest of the patch. */
  readonly patch?: string;
  /** What it cost, as the server counts. */
  readonly usage?: Omit<UsageRecord, "type">;
  /** The answers before it that asked to see more. */
  readonly looks?: readonly ReportedLook[];
  /** Why it is not good enough; absent when it is. */
  readonly reason?: Reason;
  /** The same for a person. */
  readonly message?: string;
  /** The evidence of the check. */
  readonly check?: Omit<CheckRecord, "type" | "patch" | "durationMs">;
  /** How long it took, in milliseconds; absent in a replay. */
  readonly durationMs?: number;
  /** How long the check of it took, in milliseconds; absent in a replay. */
  readonly checkMs?: number;
}

/** Makes the report of a run. */
export async function makeReport(source: ReportSource): Promise<RunReport> {
  const { prompt, outcomes, best, spent, failure, hasTimes } = source;
  const patch = best === undefined ? undefined : outcomes[best]?.patch;
  return {
    type: "run",
    prompt: await digest(prompt),
    status: failure === undefined ? 0 : toStatus(failure.reason),
    ...(failure && { reason: failure.reason, message: failure.message }),
    ...(patch && {
      patch: { digest: await digest(patch.diff), candidate: best! + 1, files: patch.files },
    }),
    candidates: await Promise.all(outcomes.map(async (outcome) => ({
      attempts: await Promise.all(
        (outcome?.attempts ?? []).map((attempt) => toReported(attempt, hasTimes)),
      ),
    }))),
    spent,
  };
}

async function toReported(attempt: Attempt, hasTimes: boolean): Promise<ReportedAttempt> {
  const { patch, check, usage, looks, durationMs, ...rest } = attempt;
  return {
    ...rest,
    ...(patch && { patch: await digest(patch.diff) }),
    ...(usage && { usage: withoutType(usage) }),
    ...(looks && { looks: looks.map(toReportedLook) }),
    ...(check && { check: toEvidence(check) }),
    ...(hasTimes && { durationMs: Math.round(durationMs) }),
    ...(hasTimes && check && { checkMs: check.durationMs }),
  };
}

function toReportedLook({ usage, ...look }: Look): ReportedLook {
  return { ...look, ...(usage && { usage: withoutType(usage) }) };
}

function withoutType({ type: _, ...usage }: UsageRecord): Omit<UsageRecord, "type"> {
  return usage;
}

function toEvidence({ command, ok, exitCode, output }: CheckRecord): ReportedAttempt["check"] {
  return { command, ok, exitCode, output };
}
