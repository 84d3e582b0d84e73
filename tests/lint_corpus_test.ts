/**
 * `lint` on the recorded outputs of real tools: every one is known by its bytes, and all formats
 * of a tool tell the same findings in the same places.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { decodeOutput, readDiagnostics } from "../lib/lint/mod.ts";
import type { DiagnosticRecord } from "../lib/types.ts";
import {
  CORPUS_ROOT,
  type CorpusTool,
  readCorpus,
  readFiles,
  readStream,
  toReadFile,
} from "./diagnostics_corpus.ts";

const TOOLS = readCorpus();
const ignore = TOOLS.length === 0;

function read(tool: string, bytes: Uint8Array) {
  return readDiagnostics(decodeOutput(bytes), {
    roots: [CORPUS_ROOT],
    folder: "",
    readFile: toReadFile(readFiles(tool, "input")),
  });
}

function findStream(tool: string, file: string): Uint8Array {
  return readStream(tool, `diagnostics/${file}`);
}

Deno.test({
  name: "corpus: lint knows every stream by its bytes",
  ignore,
  fn: async () => {
    const wrong: string[] = [];
    let count = 0;
    for (const { name, diagnostics } of TOOLS) {
      for (const { file, format } of diagnostics) {
        const { formats } = await read(name, readStream(name, file));
        if (formats.join("+") !== format) wrong.push(`${name}/${file}: ${formats.join("+")}`);
        count++;
      }
    }
    assertEquals(wrong, []);
    assertEquals(count, 117);
  },
});

/** Streams that are about something else than the first one of their tool. */
const OTHER_STREAMS: Readonly<Record<string, readonly string[]>> = {
  "cargo-test": ["cargo-test.jsonl"],
  "clang-tidy": ["clang-format.xml"],
  "deno-lint": ["deno-check.txt", "deno-fmt.txt"],
  gcc: ["gcc-patch.txt"],
  "go-build": ["go-vet.txt"],
  "go-test": ["go-test-v.txt"],
  "go-vet": ["fieldalignment.json", "gofmt.diff"],
  pytest: ["pytest-line.txt", "pytest-collect-error.txt"],
  "python-formatters": ["isort.diff", "isort-check.txt"],
  ruff: ["ruff.diff", "ruff-format.diff"],
  "rustc-clippy": ["cargo-clippy.jsonl", "rustfmt.diff.txt"],
  shellcheck: ["shellcheck.diff"],
  shfmt: ["shfmt-syntax.txt"],
  stylelint: ["stylelint-edit.json"],
};
/** Labels of Oxlint's drawing begin with the code that comes first, not with its main one. */
const OTHER_COLUMNS = ["oxlint/oxlint.txt basic.js:12:22"];

for (const tool of TOOLS) {
  Deno.test(`corpus: lint reads the same from all formats of ${tool.name}`, () =>
    testSameRows(tool));
}

async function testSameRows(tool: CorpusTool): Promise<void> {
  const names = tool.diagnostics.map(({ file }) => file.replace(/^diagnostics\//, ""))
    .filter((file) => !OTHER_STREAMS[tool.name]?.includes(file));
  const [first, ...others] = names;
  const wanted = (await read(tool.name, findStream(tool.name, first))).records;
  for (const other of others) {
    const { records } = await read(tool.name, findStream(tool.name, other));
    assertEquals(records.map(toLine).sort(), wanted.map(toLine).sort(), other);
    const places = new Set(wanted.map(toPlace));
    const wrong = records.filter((record) => record.location?.range?.startColumn !== undefined)
      .map(toPlace).filter((place) => !places.has(place))
      .filter((place) => !OTHER_COLUMNS.includes(`${tool.name}/${other} ${place}`));
    if (wanted.some(({ location }) => location?.range?.startColumn !== undefined)) {
      assertEquals(wrong, [], other);
    }
  }
}

function toLine({ location }: DiagnosticRecord): string {
  return `${location?.path}:${location?.range?.startLine}`;
}

function toPlace(record: DiagnosticRecord): string {
  return `${toLine(record)}:${record.location?.range?.startColumn}`;
}

const NOISE = {
  colours: (text: string) => text.split("\n").map((line) => `\x1b[0m\x1b[1m${line}`).join("\n"),
  mark: (text: string) => "\ufeff" + text,
  progress: (text: string) => `Checking 1/2\rChecking 2/2\r\n${text}\nDone in 3 s.\n`,
  shell: (text: string) => `+ npm run lint\n\n> app@1.0.0 lint\n> tool .\n\n${text}`,
  times: (text: string) =>
    text.split("\n").map((line) => `2026-11-22T10:00:00.1234567Z ${line}`).join("\n"),
};

for (const [kind, addNoise] of Object.entries(NOISE)) {
  Deno.test({
    name: `corpus: lint reads the same with ${kind} around it`,
    ignore,
    fn: async () => {
      const wrong: string[] = [];
      for (const { name, diagnostics } of TOOLS) {
        for (const { file } of diagnostics) {
          const bytes = readStream(name, file);
          const plain = await read(name, bytes);
          const noisy = await read(name, new TextEncoder().encode(addNoise(decodeOutput(bytes))));
          const isSame = JSON.stringify(noisy.records) === JSON.stringify(plain.records);
          if (!isSame) wrong.push(`${name}/${file}`);
        }
      }
      assertEquals(wrong, []);
    },
  });
}

Deno.test({
  name: "corpus: lint reads the streams of one tool one after another",
  ignore,
  fn: async () => {
    for (const { name, diagnostics } of TOOLS) {
      const texts = diagnostics.map(({ file }) => decodeOutput(readStream(name, file)));
      const each = await Promise.all(
        texts.map((text) => read(name, new TextEncoder().encode(text))),
      );
      const all = await read(name, new TextEncoder().encode(texts.join("\n")));
      // What cargo says twice counts once, also when two runs of it follow each other.
      const rows = (records: readonly DiagnosticRecord[]) =>
        [...new Set(records.map(toPlace))].sort();
      assertEquals(rows(all.records), rows(each.flatMap(({ records }) => records)), name);
    }
  },
});
