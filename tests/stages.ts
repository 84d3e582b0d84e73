/**
 * Every stage with an input that it takes, for the contract test.
 *
 * @module
 */

import { checkStage } from "../lib/check/mod.ts";
import { fixStage } from "../lib/fix/mod.ts";
import { contextStage } from "../lib/context/mod.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { mapStage, rankFiles } from "../lib/map/mod.ts";
import { modelStage } from "../lib/model/mod.ts";
import { patchStage } from "../lib/patch/mod.ts";
import type { Stage } from "../lib/stage.ts";
import type { DiagnosticRecord, RequestRecord, TextRecord, UnknownRecord } from "../lib/types.ts";

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

const GREETING = new TextEncoder().encode("var greeting = 1;\n");

/** A finding with a safe fix of `greet.js`. */
const DIAGNOSTIC: DiagnosticRecord = {
  type: "diagnostic",
  message: "Unexpected var",
  location: { path: "greet.js", range: { startLine: 1, endLine: 1 } },
  severity: "error",
  source: "eslint",
  fixes: [{
    title: "Use let",
    safety: "safe",
    edits: [{ path: "greet.js", startByte: 0, endByte: 3, text: "let" }],
  }],
};

/** A repository of one file. */
const TREE = {
  files: [{ path: "greet.js" }],
  visitFiles: (_paths: readonly string[], visit: (number: number, bytes: Uint8Array) => void) =>
    Promise.resolve(visit(0, GREETING)),
  loadGrammar: createGrammarLoader(),
};

/** The stages, by command. */
export const STAGES: Readonly<Record<string, StageSample>> = {
  map: {
    make: () => toAny(mapStage({ ...TREE, prompt: "greeting" })),
    input: [{ type: "file", path: "greet.js" }],
  },
  context: {
    make: () =>
      toAny(
        contextStage("change the greeting", {
          listing: { files: TREE.files, skipped: [] },
          readFile: () => Promise.resolve({ bytes: GREETING, mode: "100644" }),
          rankFiles: (query) => rankFiles(query, TREE),
          countTokens: Object.assign((text: string) => text.length, {
            vocabulary: "characters",
            exact: true,
          }),
          limitTokens: 8000,
        }),
      ),
    input: [{ ...DIAGNOSTIC }],
  },
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
  fix: {
    make: () =>
      toAny(fixStage({ readFile: () => Promise.resolve({ bytes: GREETING, mode: "100644" }) })),
    input: [{ ...DIAGNOSTIC }],
  },
  patch: {
    make: () => toAny(patchStage({ readFile: () => Promise.resolve(undefined) })),
    input: [
      { type: "start", request: "sha256:0", model: "fake", base: { files: [] }, answer: "whole" },
      { type: "text", text: "hello.txt\n```\nhel" },
      { type: "text", text: "lo\n```\n" },
      { type: "done", stop: "stop" },
    ],
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
