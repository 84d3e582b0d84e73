import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { applyDiff, type FileVersions, makeDiff, makePatch, parseDiff, printDiff } from "./diff.ts";
import { Failure, InputError } from "./errors.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes that look like text: few kinds of lines, any line ends, a last line with or without one. */
const content = fc.array(
  fc.constantFrom("a\n", "b\n", "\n", " c\n", "-d\r\n", "+e\r", "\\ f\n", "@@ g\n", "\xff\n", "h"),
  { maxLength: 40 },
).map((lines) => Uint8Array.from(lines.join(""), (character) => character.charCodeAt(0)));
const anyBytes = fc.uint8Array({ maxLength: 200 });
const path = fc.array(fc.constantFrom("a", "b c", "é", '"', "\t", "-", "\\", "z.ts"), {
  minLength: 1,
  maxLength: 4,
}).map((parts) => parts.join("/"));

function versions(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<FileVersions> {
  const mode = fc.constantFrom("100644" as const, "100755" as const);
  return fc.oneof(
    fc.record({ path, before: bytes, after: bytes, mode }),
    fc.record({ path, after: bytes, mode }),
    fc.record({ path, before: bytes, mode }),
    fc.record({ path, from: path, before: bytes, after: bytes, mode }),
  );
}

Deno.test({
  name: "parseDiff() is the inverse of printDiff()",
  permissions: "none",
  fn: () => {
    const files = fc.array(fc.oneof(versions(content), versions(anyBytes)), { maxLength: 4 });
    fc.assert(
      fc.property(files, (files) => {
        const diff = makeDiff(files);
        assertEquals(parseDiff(printDiff(diff)), diff);
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "applyDiff() makes the new bytes out of the old ones",
  permissions: "none",
  fn: () => {
    fc.assert(
      fc.property(fc.oneof(versions(content), versions(anyBytes)), (file) => {
        const [diff] = makeDiff([file]);
        if (diff === undefined) return assertEquals(file.before, file.after);
        assertEquals(applyDiff(diff, file.before), file.after);
      }),
      { numRuns: 1000 },
    );
  },
});

Deno.test({
  name: "applyDiff() refuses a file that is not the one of the diff",
  permissions: "none",
  fn: () => {
    const [diff] = makeDiff([
      { path: "a", before: encoder.encode("1\n2\n"), after: encoder.encode("1\n3\n") },
    ]);
    const error = assertThrows(() => applyDiff(diff, encoder.encode("0\n2\n")), Failure);
    assertEquals(error.message, 'Cannot apply diff to "a": line 1 is another one');
    assertEquals(error.reason, "E_STALE");
    assertThrows(() => applyDiff(diff, encoder.encode("1\n9\n")), Failure, "line 2 is another one");
    const [deletion] = makeDiff([{ path: "a", before: encoder.encode("1\n") }]);
    assertThrows(() => applyDiff(deletion, encoder.encode("1\n2\n")), Failure);
  },
});

Deno.test({
  name: "makePatch() prints creations, deletions, renames and changes as git does, sorted by path",
  permissions: "none",
  fn: () => {
    const patch = makePatch("patch", [
      { path: "ü new", after: encoder.encode("hello\n") },
      { path: "gone", before: encoder.encode("x"), mode: "100755" },
      { path: "b", from: "a", before: encoder.encode("1\n"), after: encoder.encode("1\n") },
      { path: "m m", before: encoder.encode("1\n2\n"), after: encoder.encode("1\n2") },
      { path: "same", before: encoder.encode("1\n"), after: encoder.encode("1\n") },
    ]);
    assertEquals(
      patch.diff,
      [
        "diff --git a/a b/b",
        "rename from a",
        "rename to b",
        "diff --git a/gone b/gone",
        "deleted file mode 100755",
        "--- a/gone",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-x",
        "\\ No newline at end of file",
        "diff --git a/m m b/m m",
        "--- a/m m\t",
        "+++ b/m m\t",
        "@@ -1,2 +1,2 @@",
        " 1",
        "-2",
        "+2",
        "\\ No newline at end of file",
        'diff --git "a/\\303\\274 new" "b/\\303\\274 new"',
        "new file mode 100644",
        "--- /dev/null",
        '+++ "b/\\303\\274 new"',
        "@@ -0,0 +1 @@",
        "+hello",
        "",
      ].join("\n"),
    );
    assertEquals(patch.files.map((file) => file.change), ["rename", "delete", "modify", "create"]);
  },
});

Deno.test({
  name: "makePatch() lets other encodings be where the diff does not show them",
  permissions: "none",
  fn: () => {
    const file = (lines: readonly string[]) =>
      Uint8Array.from(lines.join("\n"), (character) => character.charCodeAt(0));
    const far = {
      path: "a",
      before: file(["\xe9", "", "", "", "b"]),
      after: file(["\xe9", "", "", "", "c"]),
    };
    assertEquals(makePatch("patch", [far]).files, [{ path: "a", change: "modify" }]);
    const near = { path: "a", before: file(["\xe9", "b"]), after: file(["\xe9", "c"]) };
    const error = assertThrows(() => makePatch("patch", [near]), Failure);
    assertEquals(error.message, 'Cannot change "a": the lines are not UTF-8');
    const binary = {
      path: "a",
      before: file(["\0", "", "", "", "b"]),
      after: file(["\0", "", "", "", "c"]),
    };
    assertEquals(
      assertThrows(() => makePatch("patch", [binary]), Failure).message,
      'Cannot change "a": it is a binary file',
    );
  },
});

Deno.test({
  name: "parseDiff() refuses what printDiff() cannot write",
  permissions: "none",
  fn: () => {
    const hunk = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    const wrong = [
      "hello\n",
      "diff --git a/x b/x\n",
      `diff --git a/x b/x\nold mode 100644\nnew mode 100755\n${hunk}`,
      "diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
      "diff --git a/x b/x\nGIT binary patch\n",
      "diff --git a/x b/y\ncopy from x\ncopy to y\n",
      "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n+b\n",
      `diff --git a/x b/x\n${hunk.replace("+++ b/x", "+++ b/y")}`,
      `diff --git a/x b/x\n${hunk.slice(0, -1)}`,
    ];
    for (const text of wrong) assertThrows(() => parseDiff(encoder.encode(text)), InputError);
  },
});

Deno.test({
  name: "parseDiff() reads what git adds to a diff",
  permissions: "none",
  fn: () => {
    const text = "diff --git a/x b/x\nindex 1234567..89abcde 100644\n--- a/x\n+++ b/x\n" +
      "@@ -3 +3 @@ function f() {\n-a\n+b\n";
    const [file] = parseDiff(encoder.encode(text));
    assertEquals(file.hunks[0].lines, ["-a", "+b"]);
    assertEquals(
      decoder.decode(printDiff([file])),
      "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -3 +3 @@\n-a\n+b\n",
    );
  },
});

Deno.test({
  name: "makeDiff() joins changes whose context touches, as git does",
  permissions: "none",
  fn: () => {
    const count = (gap: number) => {
      const lines = Array.from({ length: gap + 2 }, (_, at) => `${at}\n`);
      const after = lines.with(0, "x\n").with(gap + 1, "y\n").join("");
      const before = encoder.encode(lines.join(""));
      return makeDiff([{ path: "a", before, after: encoder.encode(after) }])[0].hunks.length;
    };
    assertEquals([count(5), count(6), count(7)], [1, 1, 2]);
  },
});
