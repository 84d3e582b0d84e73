/**
 * `fix` on the recorded outputs of real tools: what comes out is what the tool's own fixer made,
 * byte for byte.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { applyDiff, parseDiff } from "../lib/diff.ts";
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

/** A run of a fixer, and the streams that say what it does, one for each pass. */
interface Run {
  readonly tool: string;
  /** The folder with the files that the fixer changed. */
  readonly expected: string;
  readonly passes: readonly string[];
  readonly unsafe?: true;
  /** Path of findings that name none. */
  readonly path?: string;
  /** Files that come out otherwise, for a reason that is known. */
  readonly known?: readonly string[];
}

const RUNS: readonly Run[] = [
  { tool: "ast-grep", expected: "expected", passes: ["diagnostics/ast-grep.json"] },
  { tool: "ast-grep", expected: "expected", passes: ["diagnostics/ast-grep.jsonl"] },
  { tool: "ast-grep", expected: "expected", passes: ["diagnostics/ast-grep.sarif"], unsafe: true },
  {
    tool: "biome",
    expected: "expected-unsafe",
    passes: ["diagnostics/biome.rdjson"],
    unsafe: true,
  },
  { tool: "clang-tidy", expected: "expected", passes: toPasses("passes", "yaml", 2) },
  {
    tool: "clang-tidy",
    expected: "expected-format",
    passes: ["diagnostics/clang-format.xml"],
    path: "basic.cpp",
  },
  { tool: "clang", expected: "expected", passes: ["diagnostics/clang-fixits.txt"], unsafe: true },
  { tool: "deno-lint", expected: "expected-fmt", passes: ["diagnostics/deno-fmt.txt"] },
  { tool: "eslint", expected: "expected", passes: toPasses("passes", "json", 4) },
  { tool: "gcc", expected: "expected", passes: ["diagnostics/gcc-fixits.txt"], unsafe: true },
  { tool: "gcc", expected: "expected", passes: ["diagnostics/gcc.json"], unsafe: true },
  { tool: "gcc", expected: "expected", passes: ["diagnostics/gcc-patch.txt"], unsafe: true },
  {
    tool: "go-vet",
    expected: "expected-fieldalignment",
    passes: ["diagnostics/fieldalignment.json"],
  },
  { tool: "go-vet", expected: "expected-gofmt", passes: ["diagnostics/gofmt.diff"] },
  { tool: "python-formatters", expected: "expected-black", passes: ["diagnostics/black.diff"] },
  { tool: "python-formatters", expected: "expected-isort", passes: ["diagnostics/isort.diff"] },
  { tool: "ruff", expected: "expected", passes: toPasses("passes", "json", 4) },
  { tool: "ruff", expected: "expected", passes: ["diagnostics/ruff.diff"] },
  {
    tool: "ruff",
    expected: "expected-unsafe",
    passes: toPasses("passes-unsafe", "json", 4),
    unsafe: true,
    // Ruff removes but one statement of a block in a pass, and what it prints does not say so. The
    // later passes here are about a text without both, which its fixer never makes.
    known: ["basic.py"],
  },
  { tool: "rustc-clippy", expected: "expected", passes: ["diagnostics/cargo-check.jsonl"] },
  { tool: "rustc-clippy", expected: "expected", passes: ["diagnostics/rustc.jsonl"] },
  { tool: "rustc-clippy", expected: "expected-clippy", passes: ["diagnostics/cargo-clippy.jsonl"] },
  { tool: "rustc-errors", expected: "expected", passes: ["diagnostics/cargo-check.jsonl"] },
  { tool: "shellcheck", expected: "expected", passes: ["diagnostics/shellcheck.json1"] },
  { tool: "shellcheck", expected: "expected", passes: ["diagnostics/shellcheck.json"] },
  { tool: "shellcheck", expected: "expected", passes: ["diagnostics/shellcheck.diff"] },
  { tool: "shfmt", expected: "expected", passes: ["diagnostics/shfmt.diff"] },
  { tool: "stylelint", expected: "expected", passes: toPasses("passes", "json", 3) },
];

function toPasses(folder: string, extension: string, count: number): string[] {
  return Array.from({ length: count }, (_value, index) => `${folder}/${index + 1}.${extension}`);
}

const ignore = readCorpus().length === 0;
const loadGrammar = createGrammarLoader();

for (const run of RUNS) {
  const name = `corpus: fix makes ${run.tool}/${run.expected} of ${run.passes[0]}`;
  Deno.test({ name, ignore, fn: () => testRun(run) });
}

async function testRun(run: Run): Promise<void> {
  const input = readFiles(run.tool, "input");
  const wanted = new Map([...input, ...readExpected(run)]);
  const files: Files = new Map(input);
  for (const pass of run.passes) await makePass(run, readStream(run.tool, pass), files);
  for (const [path, bytes] of wanted) {
    if (run.known?.includes(path)) continue;
    assertEquals(toText(files.get(path)), toText(bytes), `${run.tool}/${path}`);
  }
}

function readExpected({ tool, expected }: Run): Files {
  try {
    return readFiles(tool, expected);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map(); // the fixer changed nothing
    throw error;
  }
}

async function makePass(run: Run, stream: Uint8Array, files: Files): Promise<void> {
  const readFile = toReadFile(new Map(files));
  const { records } = await readDiagnostics(decodeOutput(stream), {
    roots: [CORPUS_ROOT],
    folder: "",
    readFile,
    path: run.path,
  });
  const { patch } = await fixDiagnostics(records, { readFile, loadGrammar, unsafe: run.unsafe });
  for (const diff of parseDiff(new TextEncoder().encode(patch.diff))) {
    files.set(diff.path, applyDiff(diff, files.get(diff.path))!);
  }
}

/** Bytes as text in which every byte shows. */
function toText(bytes: Uint8Array | undefined): string {
  return new TextDecoder("latin1").decode(bytes ?? new Uint8Array());
}

Deno.test({
  name: "corpus: fix makes all passes of ESLint out of one stream, as it tells what it read",
  ignore,
  fn: async () => {
    const run: Run = { tool: "eslint", expected: "expected", passes: [] };
    const streams = toPasses("passes", "json", 4).map((pass) => readStream(run.tool, pass));
    const files: Files = new Map(readFiles(run.tool, "input"));
    const all = streams.map((stream) => decodeOutput(stream)).join("\n");
    await makePass(run, new TextEncoder().encode(all), files);
    for (const [path, bytes] of readExpected(run)) {
      assertEquals(toText(files.get(path)), toText(bytes), path);
    }
  },
});
