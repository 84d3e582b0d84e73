import { assertEquals } from "@std/assert";
import { parseAnswer } from "./answer.ts";

/** What was found, one line each: kind, paths, line of the answer. */
function read(...lines: string[]): string[] {
  const { edits, faults } = parseAnswer(lines.join("\n"));
  return [
    ...edits.map(({ kind, paths, line }) => `${kind} ${paths.join("|")} ${line}`),
    ...faults.map(({ reason, line, message }) => `${reason} ${line} ${message}`),
  ];
}

const BLOCK = ["<<<<<<< SEARCH", "a", "=======", "b", ">>>>>>> REPLACE"];

Deno.test({
  name: "parseAnswer() finds the path of a block however it is decorated",
  permissions: "none",
  fn: () => {
    const names = [
      "src/a.ts",
      "`src/a.ts`",
      "**src/a.ts**",
      "**`src/a.ts`**:",
      "### src/a.ts",
      "### `src/a.ts`",
      "File: src/a.ts",
      "- `src/a.ts`",
      "1. src/a.ts:",
      "// src/a.ts",
      "# src/a.ts",
      '"src/a.ts"',
      "./src/a.ts",
      "Now change `src/a.ts` as follows:",
    ];
    for (const name of names) {
      assertEquals(read(name, "```ts", ...BLOCK, "```"), ["hunk src/a.ts 3"]);
    }
    assertEquals(read("```ts", "src/a.ts", ...BLOCK, "```"), ["hunk src/a.ts 3"]);
    assertEquals(read("```ts src/a.ts", ...BLOCK, "```"), ["hunk src/a.ts 2"]);
    assertEquals(read("a/src/a.ts", ...BLOCK), ["hunk a/src/a.ts|src/a.ts 2"]);
  },
});

Deno.test({
  name: "parseAnswer() takes the path of the block before where a block has none",
  permissions: "none",
  fn: () => {
    assertEquals(read("a.ts", ...BLOCK, "", ...BLOCK), ["hunk a.ts 2", "hunk a.ts 8"]);
    assertEquals(read("Here it is:", ...BLOCK), [
      "E_ANSWER 2 the block names no file",
      "E_ANSWER 6 the line belongs to no edit",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() knows the markers of other tools",
  permissions: "none",
  fn: () => {
    const markers = [
      ["<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE"],
      ["<<<<<< SEARCH", "======", ">>>>>> REPLACE"],
      ["<<<<<<< ORIGINAL", "=======", ">>>>>>> UPDATED"],
      ["<<<<<<< HEAD", "=======", ">>>>>>> REPLACE"],
      ["<<<<<<< search:", "=======  ", ">>>>>>> replace:"],
      ["------- SEARCH", "=======", "+++++++ REPLACE"],
      ["<<<<<<< SEARCH", "=======", ">>>>>>>"],
    ];
    for (const [open, part, close] of markers) {
      assertEquals(read("a.ts", open, "a", part, "b", close), ["hunk a.ts 2"]);
    }
    const { edits } = parseAnswer("a.md\n<<<<<<< SEARCH\n\\=======\n=======\nb\n>>>>>>> REPLACE\n");
    assertEquals(edits[0].kind === "hunk" && edits[0].lines[0].text, "=======");
  },
});

Deno.test({
  name: "parseAnswer() passes over prose and examples",
  permissions: "none",
  fn: () => {
    assertEquals(
      read("Sure!", "", "- one", "+ two", "", "---", "", "```sh", "make test", "```"),
      [],
    );
    assertEquals(read("Like this, in `src/a.ts`:", "```ts", "f();", "```"), []);
  },
});

Deno.test({
  name: "parseAnswer() counts only what comes after the thinking",
  permissions: "none",
  fn: () => {
    assertEquals(read("<think>", "x.ts", ...BLOCK, "</think>", "", "a.ts", ...BLOCK), [
      "hunk a.ts 11",
    ]);
    assertEquals(read("x.ts", ...BLOCK, "</think>", "a.ts", ...BLOCK), ["hunk a.ts 9"]);
    assertEquals(read("<think>", "x.ts", ...BLOCK), ["E_CUT 1 the thinking has no end"]);
  },
});

Deno.test({
  name: "parseAnswer() finds whole files, with fences inside",
  permissions: "none",
  fn: () => {
    assertEquals(read("a.ts", "```ts", "x", "```"), ["write a.ts 2"]);
    assertEquals(read("a.md", "````", "```", "x", "```", "````", "b.ts", "```", "```"), [
      "write a.md 2",
      "write b.ts 8",
    ]);
    assertEquals(read("a.md", "```md", "```sh", "make", "```", "end", "```"), ["write a.md 2"]);
    assertEquals(read("a.md", "```md", "```", "make", "```", "end", "```"), [
      "E_ANSWER 2 the file holds fences, so its own must be longer",
    ]);
    assertEquals(read("a.ts", "```ts", "x"), ["E_CUT 2 the file has no closing fence"]);
  },
});

Deno.test({
  name: "parseAnswer() takes a separator that underlines a heading for a line of the file",
  permissions: "none",
  fn: () => {
    const { edits } = parseAnswer(
      "a.rst\n<<<<<<< SEARCH\nChanges\n=======\n\nold\n=======\nChanges\n=======\n\nnew\n>>>>>>> REPLACE\n",
    );
    assertEquals(edits[0].kind === "hunk" && edits[0].lines.map(({ sign, text }) => sign + text), [
      " Changes",
      " =======",
      " ",
      "-old",
      "+new",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() says what is wrong with a block that is malformed or cut",
  permissions: "none",
  fn: () => {
    assertEquals(read("a.ts", ...BLOCK.slice(0, 4)), ["E_CUT 2 the block has no end"]);
    assertEquals(read("a.ts", "<<<<<<< SEARCH", "a", ">>>>>>> REPLACE"), [
      "E_ANSWER 2 the block must have one ======= line",
    ]);
    assertEquals(read("a.ts", ...BLOCK.slice(0, 3), "=======", ">>>>>>> REPLACE"), [
      "E_ANSWER 2 the block must have one ======= line",
    ]);
    assertEquals(read("a.ts", ...BLOCK.slice(0, 4), ...BLOCK), [
      "hunk a.ts 6",
      "E_ANSWER 2 the block begins again before its end",
    ]);
    assertEquals(read("a.ts", "=======", "b", ">>>>>>> REPLACE"), [
      "E_ANSWER 4 the line belongs to no edit",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() reads diffs in and out of fences, with and without numbers",
  permissions: "none",
  fn: () => {
    const header = ["--- a/a.ts", "+++ b/a.ts"];
    assertEquals(
      read(...header, "@@ -1 +1 @@", "-a", "+b"),
      ["hunk a.ts 3"],
    );
    assertEquals(read("```diff", ...header, "@@ ... @@", "-a", "+b", "```"), ["hunk a.ts 4"]);
    assertEquals(read("a.ts", "```diff", "@@ -1 +1 @@", "-a", "+b", "```"), ["hunk a.ts 3"]);
    assertEquals(read("--- /dev/null", "+++ b/a.ts", "@@ -0,0 +1 @@", "+b"), [
      "write a.ts|b/a.ts 1",
    ]);
    assertEquals(read("--- a/a.ts", "+++ /dev/null", "@@ -1 +0,0 @@", "-b"), [
      "delete a.ts|a/a.ts 1",
    ]);
    assertEquals(read("diff --git a/a.ts b/b.ts", "rename from a.ts", "rename to b.ts"), [
      "rename a.ts 1",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() refuses diffs that are cut, malformed or never applied",
  permissions: "none",
  fn: () => {
    const header = ["--- a/a.ts", "+++ b/a.ts"];
    assertEquals(read(...header, "@@ -1,3 +1,3 @@", "-a", "+b"), ["E_CUT 3 the hunk has no end"]);
    assertEquals(
      read("```diff", ...header, "@@ -1,2 +1,2 @@", "lost", "-a", "+b", "```").slice(0, 1),
      [
        "E_ANSWER 5 the line begins with none of blank, - and +",
      ],
    );
    assertEquals(read("@@ -1 +1 @@", "-a", "+b"), ["E_ANSWER 1 the hunk names no file"]);
    assertEquals(
      read(
        "diff --git a/a b/a",
        "new file mode 120000",
        "--- /dev/null",
        "+++ b/a",
        "@@ -0,0 +1 @@",
        "+/etc/passwd",
      ),
      [
        'E_ANSWER 1 "new file mode 120000" is never applied',
      ],
    );
    assertEquals(read("--- a/a.ts", "+++ b/b.ts", "@@ -1 +1 @@", "-a", "+b"), [
      "E_ANSWER 1 the headers do not name one change of one file",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() keeps a context line that looks like a fence",
  permissions: "none",
  fn: () => {
    const { edits } = parseAnswer(
      "```diff\n--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n ```\n-a\n+b\n ```\n```\n",
    );
    assertEquals(edits.map((edit) => edit.kind === "hunk" && edit.lines.length), [4]);
  },
});

Deno.test({
  name: "parseAnswer() reads the Begin Patch form and says what is wrong with it",
  permissions: "none",
  fn: () => {
    const update = ["*** Begin Patch", "*** Update File: a.ts", "@@ f", "-a", "+b"];
    assertEquals(read(...update, "*** End Patch"), ["hunk a.ts 3"]);
    assertEquals(
      read(...update),
      ["hunk a.ts 3", 'E_CUT 1 the patch has no "*** End Patch"'],
    );
    assertEquals(read("*** Begin Patch", "*** Add File: a.ts", "x", "*** End Patch").slice(1), [
      "E_ANSWER 3 the line belongs to no file",
    ]);
    assertEquals(read("*** Begin Patch", "*** End Patch"), ["E_ANSWER 1 the patch is empty"]);
    assertEquals(read("*** Update File: a.ts", "-a", "+b"), [
      "E_ANSWER 1 the line belongs to no edit",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() reads JSON edits, alone, in a fence, or one a line",
  permissions: "none",
  fn: () => {
    const edit = '{"path": "a.ts", "old": "a", "new": "b"}';
    assertEquals(read(edit), ["text a.ts 1"]);
    assertEquals(read(`[${edit},`, `${edit}]`), ["text a.ts 1", "text a.ts 1"]);
    assertEquals(read(edit, edit), ["text a.ts 1", "text a.ts 1"]);
    assertEquals(read("So:", "```json", `{"edits": [${edit}]}`, "```"), ["text a.ts 3"]);
    assertEquals(read('{"path": "a.ts", "old": "", "new": "b"}'), ["write a.ts 1"]);
    assertEquals(read('[{"path": "a.ts", "old": "a", "new": "b"},]'), [
      "E_ANSWER 1 the JSON cannot be read",
    ]);
    assertEquals(read('[{"path": "a.ts", "old": 1, "new": "b"}]'), [
      'E_ANSWER 1 an edit must have "path", "old" and "new" as texts',
    ]);
  },
});

Deno.test({
  name: "parseAnswer() takes a conflict that git left in the file for lines of the file",
  permissions: "none",
  fn: () => {
    const conflict = ["<<<<<<< HEAD", "ours", "=======", "theirs", ">>>>>>> branch"];
    assertEquals(
      read("a.ts", "<<<<<<< SEARCH", ...conflict, "=======", "both", ">>>>>>> REPLACE"),
      ["hunk a.ts 2"],
    );
  },
});

Deno.test({
  name: "parseAnswer() takes time in proportion to hostile lines",
  permissions: "none",
  fn: () => {
    const blanks = " ".repeat(300_000);
    for (
      const line of [
        `\`\`\`${blanks}\``,
        `a${blanks}:x`,
        `--- a${blanks}x`,
        `@@${blanks}x`,
        `<<<<<<< SEARCH${blanks}x`,
      ]
    ) {
      const text = [line, line, "+++ b", "*** Begin Patch", "*** Update File: a.ts", line].join(
        "\n",
      );
      const { edits, faults } = parseAnswer(text);
      assertEquals(edits.length + faults.length > 0, true);
    }
  },
});

Deno.test({
  name: "parseAnswer() creates no file whose name it has to guess",
  permissions: "none",
  fn: () => {
    const creation = ["<<<<<<< SEARCH", "=======", "new", ">>>>>>> REPLACE"];
    assertEquals(read("a.ts", ...creation), ["write a.ts 2"]);
    assertEquals(read("See `a.ts` for that:", ...creation), [
      "E_ANSWER 2 the line above does not name the new file and nothing else",
    ]);
  },
});

Deno.test({
  name: "parseAnswer() takes a block without end for a cut, and stops after many faults",
  permissions: "none",
  fn: () => {
    assertEquals(read("a.ts", ...BLOCK, "```sh", "make"), [
      "hunk a.ts 2",
      "E_CUT 7 the block has no closing fence",
    ]);
    assertEquals(read(...Array.from({ length: 500 }, () => ">>>>>>> REPLACE")).length, 100);
  },
});
