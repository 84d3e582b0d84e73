/**
 * `lint --fixes` on the runs of the corpus whose fixers only write: the tool runs on a copy, and `fix`
 * makes the same of the files, byte for byte. Where a fixer is at hand it is run for real; elsewhere
 * what it made is laid over the copy by a program in its place.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { CORPUS_PATH, type Files, readCorpus, readFiles } from "./diagnostics_corpus.ts";
import { gitApply, makeRepository, printOutcome, readTree, runZerostack } from "./harness.ts";

/** A run of a fixer that prints no edits. */
interface Run {
  readonly tool: string;
  readonly expected: string;
  /** The fixer, where it is always there. */
  readonly command?: readonly string[];
}

const RUNS: readonly Run[] = [
  { tool: "biome", expected: "expected" },
  { tool: "deno-lint", expected: "expected" },
  { tool: "deno-lint", expected: "expected", command: [Deno.execPath(), "lint", "--fix", "-q"] },
  { tool: "markdownlint", expected: "expected" },
  { tool: "oxlint", expected: "expected" },
  { tool: "oxlint", expected: "expected-suggestions" },
];

const ignore = readCorpus().length === 0;

for (const run of RUNS) {
  const how = run.command === undefined ? "recorded" : "real";
  Deno.test({
    name: `corpus: lint --fixes makes ${run.tool}/${run.expected} with the ${how} fixer`,
    ignore,
    fn: () => testRun(run),
  });
}

async function testRun({ tool, expected, command }: Run): Promise<void> {
  const input = readFiles(tool, "input");
  await using repository = await makeRepository(toObject(input));
  const before = await readTree(repository.path);
  const overlay = ["sh", "-c", `cp -R '${CORPUS_PATH}/${tool}/${expected}/.' . && chmod -R u+w .`];
  const args = ["lint", "--fixes", "--", ...command ?? overlay];
  const linted = await runZerostack(args, { cwd: repository.path, permissions: ["-A"] });
  assertEquals(await readTree(repository.path), before, "the fixer works on a copy");
  const fixed = await runZerostack(["fix"], { cwd: repository.path, stdin: linted.bytes });
  assertEquals(fixed.status, 0, printOutcome(args, linted) + printOutcome(["fix"], fixed));
  assertEquals((await gitApply(repository, fixed.bytes)).status, 0);
  for (const [path, bytes] of new Map([...input, ...readFiles(tool, expected)])) {
    const held = await Deno.readFile(`${repository.path}/${path}`);
    assertEquals(toText(held), toText(bytes), path);
  }
}

function toObject(files: Files): Record<string, Uint8Array> {
  return Object.fromEntries(files);
}

/** Bytes as text in which every byte shows. */
function toText(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
