import type { PipelineOptions } from "../lib/pipeline.ts";
import type { Io } from "./io.ts";
import type { Progress } from "./progress.ts";

const CHARS_PER_TOKEN = 4;

/** What to follow. */
export interface FollowOptions {
  /** Number of the candidate, from 1; absent when it is the only one. */
  readonly candidate?: number;
  /** When the run began. */
  readonly startMs: number;
}

/** Follows a candidate: a live line for who waits, an event for each attempt that failed. */
export function followCandidate(
  io: Io,
  progress: Progress,
  { candidate, startMs }: FollowOptions,
): Pick<PipelineOptions, "onRecord" | "onCheck" | "onAttempt"> {
  const name = candidate === undefined ? "" : `candidate ${candidate}, `;
  let attempt = 1;
  let answerMs = 0;
  let chars = 0;
  const show = (stage: string) => {
    const elapsed = Math.floor((io.now() - startMs) / 1000);
    progress.show(`${name}attempt ${attempt}: ${stage}, ${elapsed} s`);
  };
  return {
    onRecord: (record) => {
      if (record.type === "start") [answerMs, chars] = [io.now(), 0];
      if (record.type !== "text") return;
      chars += record.text.length;
      const tokens = Math.round(chars / CHARS_PER_TOKEN);
      const seconds = Math.max(0.001, (io.now() - answerMs) / 1000);
      show(`about ${tokens} tokens, ${Math.round(tokens / seconds)} a second`);
    },
    onCheck: ({ files }) => show(`checking a patch of ${files.length} files`),
    onAttempt: ({ number, reason, message }) => {
      if (reason !== undefined) io.detail(`${name}attempt ${number}: ${reason}: ${message}`);
      attempt = number + 1;
    },
  };
}
