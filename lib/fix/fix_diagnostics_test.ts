import { assertEquals, assertRejects } from "@std/assert";
import { digest } from "../digest.ts";
import { Failure } from "../errors.ts";
import type { DiagnosticRecord, Fix } from "../types.ts";
import { fixDiagnostics } from "./fix_diagnostics.ts";

const encoder = new TextEncoder();

function readerOf(files: Readonly<Record<string, string | Uint8Array>>) {
  return (path: string) => {
    const data = files[path];
    if (data === undefined) return Promise.resolve(undefined);
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    return Promise.resolve({ bytes, mode: "100644" as const });
  };
}

interface Given {
  readonly path?: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly safety?: Fix["safety"];
  readonly digest?: string;
}

function toRecord(given: Given): DiagnosticRecord {
  const { path = "a.txt", start, end, text, safety = "safe" } = given;
  return {
    type: "diagnostic",
    message: `put ${text}`,
    location: { path, ...(given.digest === undefined ? {} : { digest: given.digest }) },
    severity: "error",
    source: "tool",
    fixes: [{ title: "", safety, edits: [{ path, startByte: start, endByte: end, text }] }],
  };
}

const DIFF = `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -1 +1 @@
-one two
+1 two
`;

Deno.test({
  name: "fixDiagnostics() makes safe fixes as one patch and keeps the rest",
  permissions: "none",
  fn: async () => {
    const safe = toRecord({ start: 0, end: 3, text: "1" });
    const unsafe = toRecord({ start: 4, end: 7, text: "2", safety: "unsafe" });
    const result = await fixDiagnostics([safe, unsafe], {
      readFile: readerOf({ "a.txt": "one two\n" }),
    });
    assertEquals(result.patch.diff, DIFF);
    assertEquals(result.rest, [unsafe]);
    assertEquals(result.fixed, 1);
  },
});

Deno.test({
  name: "fixDiagnostics() makes unsafe fixes when asked, and never those left to a person",
  permissions: "none",
  fn: async () => {
    const unsafe = toRecord({ start: 4, end: 7, text: "2", safety: "unsafe" });
    const manual = toRecord({ start: 0, end: 3, text: "1", safety: "manual" });
    const readFile = readerOf({ "a.txt": "one two\n" });
    const result = await fixDiagnostics([unsafe, manual], { readFile, unsafe: true });
    assertEquals(result.patch.diff.includes("+one 2\n"), true);
    assertEquals(result.rest, [manual]);
  },
});

Deno.test({
  name: "fixDiagnostics() leaves a fix that touches another to the next run, and says so",
  permissions: "none",
  fn: async () => {
    const records = [
      toRecord({ start: 0, end: 3, text: "1" }),
      toRecord({ start: 3, end: 4, text: "-" }),
    ];
    const readFile = readerOf({ "a.txt": "one two\n" });
    const result = await fixDiagnostics(records, { readFile });
    assertEquals(result.patch.diff, DIFF);
    assertEquals(result.rest, [records[1]]);
    assertEquals(result.notices, ["1 fixes touch others: run the tool again after this patch"]);
  },
});

Deno.test({
  name: "fixDiagnostics() makes the fixes of a later pass on the text that the first one made",
  permissions: "none",
  fn: async () => {
    const records = [
      toRecord({ start: 0, end: 3, text: "1", digest: await digest("one two\n") }),
      toRecord({ start: 1, end: 5, text: "-2", digest: await digest("1 two\n") }),
    ];
    const readFile = readerOf({ "a.txt": "one two\n" });
    const result = await fixDiagnostics(records, { readFile });
    assertEquals(result.patch.diff.includes("+1-2\n"), true);
    assertEquals(result.fixed, 2);
  },
});

Deno.test({
  name: "fixDiagnostics() refuses a file that changed since it was linted",
  permissions: "none",
  fn: async () => {
    const record = toRecord({ start: 0, end: 3, text: "1", digest: await digest("other\n") });
    const error = await assertRejects(
      () => fixDiagnostics([record], { readFile: readerOf({ "a.txt": "one two\n" }) }),
      Failure,
      'Cannot fix "a.txt": it changed since tool read it, run that again',
    );
    assertEquals(error.reason, "E_STALE");
  },
});

Deno.test({
  name: "fixDiagnostics() drops an edit that leaves no text, and makes the others",
  permissions: "none",
  fn: async () => {
    const bytes = encoder.encode("é two\n");
    const records = [
      toRecord({ start: 0, end: 1, text: "" }), // half of a character
      toRecord({ start: 3, end: 6, text: "2" }),
    ];
    const result = await fixDiagnostics(records, { readFile: readerOf({ "a.txt": bytes }) });
    assertEquals(result.patch.diff.includes("+é 2\n"), true);
    assertEquals(result.rest, [records[0]]);
    assertEquals(result.notices, [
      'a fix of tool is not made: "a.txt" would not be UTF-8 text any more',
    ]);
  },
});

Deno.test({
  name: "fixDiagnostics() drops only the fix whose edit is not inside its file",
  permissions: "none",
  fn: async () => {
    const records = [
      toRecord({ start: 0, end: 3, text: "1" }),
      toRecord({ start: 90, end: 95, text: "x" }),
    ];
    const readFile = readerOf({ "a.txt": "one two\n" });
    const result = await fixDiagnostics(records, { readFile });
    assertEquals(result.patch.diff, DIFF);
    assertEquals(result.rest, [records[1]]);
  },
});

Deno.test({
  name: "fixDiagnostics() gives an empty patch when there is nothing to fix",
  permissions: "none",
  fn: async () => {
    const result = await fixDiagnostics([], { readFile: readerOf({}) });
    assertEquals(result, {
      patch: { type: "patch", origin: "fix", diff: "", files: [] },
      rest: [],
      fixed: 0,
      notices: [],
    });
  },
});

Deno.test({
  name: "fixDiagnostics() makes many fixes of many files, some in two at once",
  permissions: "none",
  fn: async () => {
    const files: Record<string, string> = {};
    const records: DiagnosticRecord[] = [];
    for (let file = 0; file < 20; file++) {
      files[`${file}.txt`] = "a b\n".repeat(500);
      for (let line = 0; line < 500; line++) {
        records.push(
          toRecord({ path: `${file}.txt`, start: line * 4, end: line * 4 + 1, text: "x" }),
        );
      }
    }
    const edits = [0, 1].map((file) => ({
      path: `${file}.txt`,
      startByte: 2,
      endByte: 3,
      text: "y",
    }));
    records.push({ ...records[0], fixes: [{ title: "", safety: "safe", edits }] });
    const { fixed, rest, patch } = await fixDiagnostics(records, { readFile: readerOf(files) });
    assertEquals([fixed, rest.length, patch.files.length], [10_001, 0, 20]);
    assertEquals(patch.diff.match(/^\+x y$/gm)?.length, 2);
  },
});

Deno.test({
  name: "fixDiagnostics() refuses a fix of which one part is about another state of its file",
  permissions: "none",
  fn: async () => {
    const own = { path: "a.txt", startByte: 0, endByte: 3, text: "1" };
    const other = { path: "b.txt", startByte: 0, endByte: 3, text: "2" };
    const files = { "a.txt": "one\n", "b.txt": "two\n" };
    const toFixed = (digestOfOther: string) => {
      const record = toRecord({ start: 0, end: 3, text: "1" });
      const edits = [own, { ...other, digest: digestOfOther }];
      const fixes = [{ title: "", safety: "safe" as const, edits }];
      return fixDiagnostics([{ ...record, fixes }], { readFile: readerOf(files) });
    };
    const { patch } = await toFixed(await digest(encoder.encode("two\n")));
    assertEquals(patch.files.length, 2);
    const old = await digest(encoder.encode("old\n"));
    await assertRejects(() => toFixed(old), Failure, "it changed since");
  },
});

Deno.test({
  name: "fixDiagnostics() takes the next repair when the edits of the first overlap",
  permissions: "none",
  fn: async () => {
    const edit = (startByte: number, endByte: number, text: string) => ({
      path: "a.txt",
      startByte,
      endByte,
      text,
    });
    const fixes: Fix[] = [
      { title: "", safety: "safe", edits: [edit(0, 3, "x"), edit(2, 4, "y")] },
      { title: "", safety: "safe", edits: [edit(0, 3, "1")] },
    ];
    const record = { ...toRecord({ start: 0, end: 3, text: "1" }), fixes };
    const { patch } = await fixDiagnostics([record], {
      readFile: readerOf({ "a.txt": "one two\n" }),
    });
    assertEquals(patch.diff, DIFF);
  },
});

Deno.test({
  name: "fixDiagnostics() makes no edit without a digest in a file that it has changed already",
  permissions: "none",
  fn: async () => {
    const before = await digest(encoder.encode("one\n"));
    const after = await digest(encoder.encode("1\n"));
    const toBoth = (own: string, digestOfOwn: string): DiagnosticRecord => ({
      ...toRecord({ start: 0, end: 0, text: "", digest: digestOfOwn }),
      fixes: [{
        title: "",
        safety: "safe",
        edits: [
          { path: "a.txt", startByte: 0, endByte: own.length, text: own === "one" ? "1" : "uno" },
          { path: "b.txt", startByte: 0, endByte: own.length, text: "b" },
        ],
      }],
    });
    const records = [toBoth("one", before), toBoth("1", after)];
    const readFile = readerOf({ "a.txt": "one\n", "b.txt": "two\n" });
    await assertRejects(() => fixDiagnostics(records, { readFile }), Failure, "it changed since");
  },
});

Deno.test({
  name: "fixDiagnostics() leaves the twin of a fix that is not made as well",
  permissions: "none",
  fn: async () => {
    const twin = toRecord({ start: 0, end: 3, text: "\0" });
    const { fixed, rest } = await fixDiagnostics([twin, twin], {
      readFile: readerOf({ "a.txt": "one two\n" }),
    });
    assertEquals([fixed, rest.length], [0, 2]);
  },
});
