/**
 * `fix` on reports that are not all about the files as they are: passes of a fixer joined in one
 * stream, in any order, and single passes at the wrong time. A file stays as it is, or becomes what
 * a later pass made of it; anything else would be a wrong write.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { applyDiff, parseDiff } from "../lib/diff.ts";
import { Failure } from "../lib/errors.ts";
import { fixDiagnostics } from "../lib/fix/mod.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { decodeOutput, readDiagnostics } from "../lib/lint/mod.ts";
import {
  CORPUS_ROOT,
  type Files,
  readCorpus,
  readFiles,
  readStream,
  toReadFile,
} from "./diagnostics_corpus.ts";

/** The recorded passes of a fixer. */
interface Run {
  readonly tool: string;
  readonly folder: string;
  readonly extension: string;
  readonly count: number;
  readonly unsafe?: true;
}

const RUNS: readonly Run[] = [
  { tool: "clang-tidy", folder: "passes", extension: "yaml", count: 2 },
  { tool: "eslint", folder: "passes", extension: "json", count: 4 },
  { tool: "ruff", folder: "passes", extension: "json", count: 4 },
  { tool: "ruff", folder: "passes-unsafe", extension: "json", count: 4, unsafe: true },
  { tool: "stylelint", folder: "passes", extension: "json", count: 3 },
];

const ignore = readCorpus().length === 0;
const loadGrammar = createGrammarLoader();

for (const run of RUNS) {
  const name = `corpus: fix writes nothing wrong from ${run.tool}/${run.folder} at the wrong time`;
  Deno.test({ name, ignore, fn: () => testRun(run) });
}

async function testRun(run: Run): Promise<void> {
  const passes = Array.from(
    { length: run.count },
    (_pass, index) =>
      decodeOutput(readStream(run.tool, `${run.folder}/${index + 1}.${run.extension}`)),
  );
  const states: Files[] = [readFiles(run.tool, "input")];
  for (const pass of passes) states.push(await fix(pass, states[states.length - 1], run));
  const wrong: string[] = [];
  for (const [index, files] of states.entries()) {
    const later = states.slice(index);
    for (const [name, stream] of listStreams(passes, index)) {
      for (const [path, bytes] of await fix(stream, files, run)) {
        const isKnown = later.some((state) => toText(state.get(path)) === toText(bytes));
        if (!isKnown) wrong.push(`${path} after ${index} passes, from ${name}`);
      }
    }
  }
  assertEquals(wrong, []);
}

/** Every pass alone but the right one, every two of them, and all, forwards and backwards. */
function listStreams(passes: readonly string[], current: number): [string, string][] {
  const all = [...passes.entries()];
  const alone = all.filter(([index]) => index !== current);
  const pairs = all.flatMap(([a, first]) =>
    all.filter(([b]) => b !== a).map(([b, second]) => [`${a}+${b}`, `${first}\n${second}`])
  );
  return [
    ...alone.map(([index, pass]) => [`${index}`, pass]),
    ...pairs,
    ["all", passes.join("\n")],
    ["all backwards", passes.toReversed().join("\n")],
  ] as [string, string][];
}

/** The files after the fixes of a stream; as they were when it is refused. */
async function fix(stream: string, files: Files, { unsafe }: Run): Promise<Files> {
  const readFile = toReadFile(files);
  const options = { roots: [CORPUS_ROOT], folder: "", readFile };
  const { records } = await readDiagnostics(stream, options);
  const fixed: Files = new Map(files);
  try {
    const { patch } = await fixDiagnostics(records, { readFile, loadGrammar, unsafe });
    for (const diff of parseDiff(new TextEncoder().encode(patch.diff))) {
      fixed.set(diff.path, applyDiff(diff, files.get(diff.path))!);
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== "E_STALE") throw error;
  }
  return fixed;
}

/** Bytes as text in which every byte shows. */
function toText(bytes: Uint8Array | undefined): string {
  return new TextDecoder("latin1").decode(bytes ?? new Uint8Array());
}

for (const run of RUNS.slice(2, 4)) {
  Deno.test({
    name: `corpus: fix makes the first of the joined passes of ${run.tool}/${run.folder}`,
    ignore,
    fn: async () => {
      const paths = [1, 2, 3, 4].map((pass) => `${run.folder}/${pass}.json`);
      const streams = paths.map((path) => decodeOutput(readStream(run.tool, path)));
      const files = readFiles(run.tool, "input");
      const joined = await fix(streams.join("\n"), files, run);
      const alone = await fix(streams[0], files, run);
      assertEquals(
        [...joined].map(([path, bytes]) => [path, toText(bytes)]),
        [...alone].map(([path, bytes]) => [path, toText(bytes)]),
      );
    },
  });
}
