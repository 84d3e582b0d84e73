/**
 * One call of each command that works, and one with bad input, for the contract tests.
 *
 * @module
 */

import { toKey } from "../lib/cassette/mod.ts";
import { toWireRequest } from "../lib/model/mod.ts";
import { makeRepository, printOutcome, runZerostack, type Scratch } from "./harness.ts";
import { makeRequest } from "./requests.ts";

/** A call of a command that the contract tests can make. */
export interface Sample {
  /** Arguments after the command's name; they make it succeed with output. */
  readonly args: readonly string[];
  /** A prompt whose request is answered from `.git/cassette` with this text; absent without one. */
  readonly recorded?: {
    readonly prompt: string;
    readonly command: "run" | "ask";
    readonly text: string;
  };
  /** What goes to stdin; absent for a command that reads none. */
  readonly stdin?: string;
  /** Arguments of a call whose input is bad; the same as `args` when absent. */
  readonly badArgs?: readonly string[];
  /** Bad input for stdin; absent where no input is bad. */
  readonly badStdin?: string;
  /** The status of the call with bad input. Default: 65. */
  readonly badStatus?: number;
  /** The status of the call with an empty stdin; absent where stdin is not read. */
  readonly emptyStatus?: number;
}

/** A recorded answer to `makeRequest("Say hello.")`; the key is the digest of what is asked. */
const RECORDING = {
  type: "recording",
  key: "sha256:89392b8e632971d3983980bc096d42dd287e90a0fabac1cfbbd5bb405ad4dd92",
  model: "test-model",
  asked: {
    messages: [
      { role: "system", content: "You edit files." },
      { role: "user", content: "Say hello." },
    ],
  },
  text: "Hello.\n",
};

/** The repository that the samples run in. */
export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  "greet.ts": 'export function greet(name: string): string {\n  return "Hello, " + name;\n}\n',
  "README.md": "# Greeter\n\nSays hello.\n",
  "answers.ndjson": JSON.stringify(RECORDING) + "\n",
};

/** What ESLint says of `greet.ts`. */
const ESLINT = [{
  filePath: "greet.ts",
  messages: [{
    ruleId: "prefer-template",
    severity: 2,
    message: "Unexpected string concatenation.",
    line: 2,
    column: 10,
    endLine: 2,
    endColumn: 26,
    fix: { range: [55, 71], text: "`Hello, ${name}`" },
  }],
}];

/** The samples, by command. A command without one fails its contract. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  run: {
    args: ["greet politely", "--replay", ".git/cassette"],
    recorded: {
      command: "run",
      prompt: "greet politely",
      text: 'greet.ts\n<<<<<<< SEARCH\n  return "Hello, " + name;\n=======\n' +
        '  return "Good day, " + name;\n>>>>>>> REPLACE\n',
    },
    badArgs: ["another prompt", "--replay", ".git/cassette"],
    badStatus: 66,
  },
  ask: {
    args: ["what is this?", "--replay", ".git/cassette"],
    recorded: { command: "ask", prompt: "what is this?", text: "It greets." },
    badArgs: ["another question", "--replay", ".git/cassette"],
    badStatus: 66,
  },
  map: {
    args: ["-"],
    stdin: "greet.ts\nREADME.md\n",
    badStdin: '{"type":"file","path":"greet.ts"}\n{"type":',
    emptyStatus: 1,
  },
  context: {
    args: ["say hello politely", "-"],
    stdin: "greet.ts\nREADME.md\n",
    badStdin: '{"type":"file","path":"greet.ts"}\n{"type":',
    emptyStatus: 1,
  },
  model: {
    args: ["--replay", "answers.ndjson"],
    stdin: makeRequest("Say hello."),
    badStdin: '{"type":"request"}\n',
    emptyStatus: 65,
  },
  patch: {
    args: [],
    stdin: "README.md\n<<<<<<< SEARCH\nSays hello.\n=======\nSays hi.\n>>>>>>> REPLACE\n",
    badStdin: "README.md\n<<<<<<< SEARCH\nSays bye.\n=======\nSays hi.\n>>>>>>> REPLACE\n",
    emptyStatus: 76,
  },
  check: {
    args: ["--", "grep", "-q", "Says hi", "README.md"],
    stdin:
      "--- a/README.md\n+++ b/README.md\n@@ -1,3 +1,3 @@\n # Greeter\n \n-Says hello.\n+Says hi.\n",
    badStdin: "no diff at all\n",
    emptyStatus: 65,
  },
  lint: { args: ["-"], stdin: JSON.stringify(ESLINT), badStdin: "\0\0", emptyStatus: 0 },
  fix: { args: [], stdin: JSON.stringify(ESLINT), badStdin: "\0\0", emptyStatus: 1 },
  rewrite: {
    args: ["-l", "ts", '"Hello, " + $A', "`Hello, ${$A}`"],
    badArgs: ["-l", "ts", "f(", "g"],
    badStatus: 2,
  },
  rename: { args: ["greet", "welcome"], badArgs: ["greet", "return"], badStatus: 2 },
  tokens: { args: [], stdin: "hello\n", emptyStatus: 0 },
  doctor: { args: [] },
  completions: { args: ["bash"], badArgs: ["tcsh"], badStatus: 2 },
  config: { args: [], badArgs: ["--seed", "x"], badStatus: 2 },
  help: { args: ["help"], badArgs: ["no-such-command"], badStatus: 2 },
};

/** Makes the repository that a sample runs in, with its recorded answer. */
export async function makeSampleRepository(sample: Sample): Promise<Scratch> {
  const repository = await makeRepository(SAMPLE_FILES);
  if (sample.recorded === undefined) return repository;
  const { command, prompt, text } = sample.recorded;
  const args = [command, prompt, "--dry-run"];
  const outcome = await runZerostack(args, { cwd: repository.path, permissions: ["-A"] });
  if (outcome.status !== 0) throw new Error(printOutcome(args, outcome));
  const asked = toWireRequest(JSON.parse(outcome.stdout));
  const recording = {
    type: "recording",
    key: await toKey(asked),
    model: "test-model",
    asked,
    text,
  };
  await Deno.writeTextFile(`${repository.path}/.git/cassette`, JSON.stringify(recording) + "\n");
  return repository;
}
