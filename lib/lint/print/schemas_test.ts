/**
 * What other programs read is held to the properties that their schemas allow and require, in a
 * notation of our own: a name, `!` when it is required, and what it holds. Nothing else may be there,
 * as reviewdog's reader refuses unknown fields and SARIF's schema most of them.
 */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { DiagnosticRecord, Fix } from "../../types.ts";
import { decodeOutput, readDiagnostics } from "../mod.ts";
import { printRdjsonl } from "./rdjsonl.ts";
import { printSarif } from "./sarif.ts";

type Check = (value: unknown, path: string) => string[];

const text: Check = (value, path) => typeof value === "string" ? [] : [`${path} is no text`];
const from = (least: number): Check => (value, path) =>
  Number.isInteger(value) && (value as number) >= least ? [] : [`${path} is not from ${least}`];
const oneOf = (...words: readonly string[]): Check => (value, path) =>
  words.includes(value as string) ? [] : [`${path} is not one of ${words}`];
const list = (item: Check, least = 0): Check => (value, path) =>
  Array.isArray(value) && value.length >= least
    ? value.flatMap((one, index) => item(one, `${path}[${index}]`))
    : [`${path} is no list of ${least} or more`];

function object(fields: Readonly<Record<string, Check>>): Check {
  const checks = new Map(
    Object.entries(fields).map(([key, check]) => [key.replace("!", ""), check]),
  );
  const required = Object.keys(fields).filter((key) => key.endsWith("!")).map((key) =>
    key.slice(0, -1)
  );
  return (value, path) => {
    if (typeof value !== "object" || value === null) return [`${path} is no object`];
    const missing = required.filter((key) => !(key in value)).map((key) =>
      `${path}.${key} is missing`
    );
    return [
      ...missing,
      ...Object.entries(value).flatMap(([key, held]) =>
        checks.get(key)?.(held, `${path}.${key}`) ?? [`${path}.${key} is not known`]
      ),
    ];
  };
}

const PLACE = object({ line: from(1), column: from(1) });
const RANGE = object({ "start!": PLACE, end: PLACE });
/** `Diagnostic` of reviewdog's `rdf.proto`. */
const DIAGNOSTIC = object({
  "message!": text,
  "location!": object({ path: text, range: RANGE }),
  severity: oneOf("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"),
  source: object({ name: text, url: text }),
  code: object({ value: text, url: text }),
  suggestions: list(object({ "range!": RANGE, text })),
  originalOutput: text,
});

const MESSAGE = object({ "text!": text });
const ARTIFACT = object({ uri: text, uriBaseId: text, index: from(-1) });
const REGION = object({
  startLine: from(1),
  startColumn: from(1),
  endLine: from(1),
  endColumn: from(1),
  byteOffset: from(0),
  byteLength: from(0),
});
const COMPONENT = object({
  "name!": text,
  version: text,
  rules: list(object({ "id!": text })),
});
/** The root of SARIF 2.1.0. */
const LOG = object({
  $schema: text,
  "version!": oneOf("2.1.0"),
  "runs!": list(object({
    "tool!": object({ "driver!": COMPONENT, extensions: list(COMPONENT) }),
    columnKind: oneOf("utf16CodeUnits", "unicodeCodePoints"),
    originalUriBaseIds: object({ SRCROOT: object({ uri: text, description: MESSAGE }) }),
    results: list(object({
      ruleId: text,
      ruleIndex: from(-1),
      level: oneOf("none", "note", "warning", "error"),
      "message!": MESSAGE,
      locations: list(object({
        physicalLocation: object({ "artifactLocation!": ARTIFACT, region: REGION }),
      })),
      fixes: list(object({
        description: MESSAGE,
        "artifactChanges!": list(
          object({
            "artifactLocation!": ARTIFACT,
            "replacements!": list(
              object({ "deletedRegion!": REGION, insertedContent: MESSAGE }),
              1,
            ),
          }),
          1,
        ),
      })),
    })),
  })),
});

const FILE = "a é\r\n\tb 𝒳 c\n\nlast";
const BYTES = new TextEncoder().encode(FILE);
const readFile = (path: string) =>
  Promise.resolve(path === "gone" ? undefined : { bytes: BYTES, mode: "100644" as const });

const path = fc.constantFrom("a b/é.ts", "c.py", "gone");
const offset = fc.constantFrom(...[...BYTES.keys()].filter((at) => (BYTES[at] & 0xc0) !== 0x80));
const edit = fc.tuple(path, offset, offset, fc.string()).map(([path, a, b, text]) => ({
  path,
  startByte: Math.min(a, b),
  endByte: Math.max(a, b),
  text,
}));
const fix: fc.Arbitrary<Fix> = fc.record({
  title: fc.string(),
  safety: fc.constantFrom("safe", "unsafe", "manual"),
  edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
});
const record: fc.Arbitrary<DiagnosticRecord> = fc.record({
  type: fc.constant("diagnostic" as const),
  message: fc.string(),
  location: fc.option(
    fc.record({
      path,
      range: fc.option(
        fc.constantFrom(
          { startLine: 1, endLine: 2 },
          { startLine: 2, startColumn: 2, endLine: 2, endColumn: 4 },
          { startLine: 2, startColumn: 9, endLine: 2 },
        ),
        { nil: undefined },
      ),
    }),
    { nil: undefined },
  ),
  severity: fc.constantFrom("error", "warning", "info", "hint"),
  source: fc.constantFrom("ruff", "eslint", "odd tool"),
  sourceVersion: fc.option(fc.constant("1.2.3"), { nil: undefined }),
  code: fc.option(fc.string(), { nil: undefined }),
  fixes: fc.array(fix, { maxLength: 2 }),
});

Deno.test({
  name: "printRdjsonl() writes what reviewdog takes",
  permissions: "none",
  fn: () =>
    fc.assert(fc.asyncProperty(fc.array(record), async (records) => {
      const lines = (await printRdjsonl(records, readFile)).split("\n").filter(Boolean);
      assertEquals(lines.flatMap((line) => DIAGNOSTIC(JSON.parse(line), "row")), []);
    })),
});

Deno.test({
  name: "printSarif() writes what SARIF allows",
  permissions: "none",
  fn: () =>
    fc.assert(fc.asyncProperty(fc.array(record), async (records) => {
      const log = JSON.parse(await printSarif(records, { version: "1.0.0", readFile }));
      assertEquals(LOG(log, "log"), []);
    })),
});

function toRecord(fixes: readonly Fix[]): DiagnosticRecord {
  return {
    type: "diagnostic",
    message: "m",
    location: { path: "c.py", range: { startLine: 2, startColumn: 2, endLine: 2, endColumn: 3 } },
    severity: "error",
    source: "oxlint",
    fixes,
  };
}

function toFix(safety: Fix["safety"], starts: readonly number[]): Fix {
  const edits = starts.map((at) => ({ path: "c.py", startByte: at, endByte: at + 1, text: "x" }));
  return { title: "", safety, edits };
}

Deno.test({
  name: "printRdjsonl() suggests safe fixes of one edit, by line and byte",
  permissions: "none",
  fn: async () => {
    const after = FILE.indexOf("b") + 1 + "é𝒳".length + 1; // behind both of them, in bytes
    const print = async (fixes: readonly Fix[]) =>
      JSON.parse(await printRdjsonl([toRecord(fixes)], readFile)).suggestions;
    assertEquals(await print([toFix("safe", [after])]), [{
      range: { start: { line: 2, column: after - 5 }, end: { line: 2, column: after - 4 } },
      text: "x",
    }]);
    assertEquals(await print([toFix("unsafe", [6])]), undefined);
    assertEquals(await print([toFix("safe", [6, 8])]), undefined);
  },
});

Deno.test({
  name: "printRdjsonl() writes suggestions that are read as the same edits",
  permissions: "none",
  fn: async () => {
    const wanted = toFix("safe", [7]);
    const printed = await printRdjsonl([toRecord([wanted])], readFile);
    const { records } = await readDiagnostics(decodeOutput(new TextEncoder().encode(printed)), {
      roots: ["/repo"],
      folder: "",
      readFile,
    });
    assertEquals(records[0].fixes[0].edits, wanted.edits);
  },
});
