/**
 * Every stage with an input that it takes, for the contract test.
 *
 * @module
 */

import { checkStage } from "../lib/check/mod.ts";
import { modelStage } from "../lib/model/mod.ts";
import type { Stage } from "../lib/stage.ts";
import type { RequestRecord, TextRecord, UnknownRecord } from "../lib/types.ts";

/** A stage under contract. */
export interface StageSample {
  /** Makes a new one. */
  readonly make: () => Stage<UnknownRecord, UnknownRecord>;
  /** Records that it takes and answers. */
  readonly input: readonly UnknownRecord[];
}

const REQUEST: RequestRecord = {
  type: "request",
  task: "say hello",
  messages: [{ role: "user", content: "say hello" }],
  answer: "text",
  budget: {
    vocabulary: "bytes/4",
    exact: false,
    limitTokens: 100,
    usedTokens: 3,
    replyTokens: 0,
    omitted: [],
  },
  excerpts: [],
  base: { files: [] },
};

async function* answerParts(): AsyncGenerator<TextRecord> {
  yield { type: "text", text: "Hel" };
  yield { type: "text", text: "lo.\n" };
}

/** The stages, by command. */
export const STAGES: Readonly<Record<string, StageSample>> = {
  check: {
    make: () =>
      checkStage(() =>
        Promise.resolve({
          type: "check",
          patch: "sha256:0",
          command: ["true"],
          ok: true,
          exitCode: 0,
          durationMs: 1,
          output: "",
        })
      ),
    input: [{ type: "patch", origin: "patch", diff: "", files: [] }],
  },
  model: {
    make: () =>
      toAny(
        modelStage({ openAnswer: () => Promise.resolve({ model: "fake", parts: answerParts() }) }),
      ),
    input: [{ ...REQUEST }],
  },
};

/** Records are told apart by `type` at run time; the contract does not care which ones they are. */
function toAny<I, O>(stage: Stage<I, O>): Stage<UnknownRecord, UnknownRecord> {
  return stage as unknown as Stage<UnknownRecord, UnknownRecord>;
}
