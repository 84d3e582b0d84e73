import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { EDIT_FORMS, printAnswer } from "../../tests/answer_writer.ts";
import { digest } from "../digest.ts";
import { applyDiff, parseDiff } from "../diff.ts";
import { Failure } from "../errors.ts";
import { applyAnswer, type ApplyOptions, type PatchOutcome } from "./apply.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

type Files = Readonly<Record<string, string>>;

function open(files: Files): Pick<ApplyOptions, "readFile" | "listPaths"> {
  return {
    readFile: (path) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      const content = { bytes: encoder.encode(text), mode: "100644" as const };
      return Promise.resolve(text === undefined ? undefined : content);
    },
    listPaths: () => Promise.resolve(Object.keys(files)),
  };
}

function apply(
  answer: string,
  files: Files,
  options: Partial<ApplyOptions> = {},
): Promise<PatchOutcome> {
  return applyAnswer(answer, { ...open(files), ...options });
}

/** The changed files after an answer that fits; undefined for a file that is gone. */
async function applied(
  answer: string,
  files: Files,
  options: Partial<ApplyOptions> = {},
): Promise<Record<string, string | undefined>> {
  const outcome = await apply(answer, files, options);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.message}`);
  const entries = parseDiff(encoder.encode(outcome.patch.diff)).map((diff) => {
    const before = files[diff.from ?? diff.path];
    const after = applyDiff(diff, before === undefined ? undefined : encoder.encode(before));
    return [diff.path, after === undefined ? undefined : decoder.decode(after)];
  });
  return Object.fromEntries(entries);
}

async function refused(
  answer: string,
  files: Files,
  options: Partial<ApplyOptions> = {},
): Promise<string> {
  const outcome = await apply(answer, files, options);
  return outcome.ok ? `applied: ${outcome.patch.diff}` : `${outcome.reason}: ${outcome.message}`;
}

function block(path: string, search: string, replace: string): string {
  return `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;
}

Deno.test({
  name: "applyAnswer() makes the same files of a change in each form",
  permissions: "none",
  fn: async () => {
    const line = fc.constantFrom("a", "b", "  c", "}", "", "x = 1", "\ty", "-", "+ z", "é", "# h");
    const text = fc.array(line, { minLength: 1, maxLength: 14 }).map((lines) =>
      lines.join("\n") + "\n"
    );
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom(...EDIT_FORMS), async (before, after, form) => {
        fc.pre(before !== after);
        const answer = printAnswer(form, [{ path: "src/a.ts", before, after }]);
        fc.pre(answer !== undefined);
        const outcome = await apply(answer, { "src/a.ts": before });
        // Lines that say nothing can fit in two places; then it must be refused, never be wrong.
        if (!outcome.ok) return;
        assertEquals(await applied(answer, { "src/a.ts": before }), { "src/a.ts": after });
      }),
      { numRuns: 1500 },
    );
  },
});

Deno.test({
  name: "applyAnswer() accepts a change whose lines say where they are, in each form",
  permissions: "none",
  fn: async () => {
    const line = fc.stringMatching(/^ {0,4}[a-z]{5,9}\(\d{3}\);$/);
    const text = fc.uniqueArray(line, {
      minLength: 1,
      maxLength: 14,
      selector: (one) => one.trim(),
    })
      .map((lines) => lines.join("\n") + "\n");
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom(...EDIT_FORMS), async (before, after, form) => {
        fc.pre(before !== after);
        const answer = printAnswer(form, [{ path: "src/a.ts", before, after }]);
        assertEquals(await applied(answer!, { "src/a.ts": before }), { "src/a.ts": after });
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "applyAnswer() takes forms in one answer, mixed freely",
  permissions: "none",
  fn: async () => {
    const answer = [
      "I change four files.",
      "",
      block("a.ts", "one\n", "ONE\n"),
      "b.ts",
      "```ts",
      "whole",
      "```",
      "*** Begin Patch",
      "*** Update File: c.ts",
      "@@",
      "-three",
      "+THREE",
      "*** End Patch",
      "```diff",
      "--- a/d.ts",
      "+++ b/d.ts",
      "@@ -9,1 +9,1 @@",
      "-four",
      "+FOUR",
      "```",
      "```json",
      '[{"path": "e.ts", "old": "fi", "new": "FI"}]',
      "```",
    ].join("\n");
    const files = {
      "a.ts": "one\n",
      "b.ts": "two\n",
      "c.ts": "three\n",
      "d.ts": "four\n",
      "e.ts": "five\n",
    };
    assertEquals(await applied(answer, files), {
      "a.ts": "ONE\n",
      "b.ts": "whole\n",
      "c.ts": "THREE\n",
      "d.ts": "FOUR\n",
      "e.ts": "FIve\n",
    });
  },
});

Deno.test({
  name: "applyAnswer() keeps line ends, a byte order mark and a last line without end",
  permissions: "none",
  fn: async () => {
    const files = { "a.ts": "\ufeffone\r\ntwo\r\nthree" };
    assertEquals(await applied(block("a.ts", "two\nthree\n", "2\n3\n"), files), {
      "a.ts": "\ufeffone\r\n2\r\n3",
    });
    assertEquals(await applied("a.ts\n```\none\n2\nthree\n```\n", files), {
      "a.ts": "\ufeffone\r\n2\r\nthree",
    });
  },
});

Deno.test({
  name: "applyAnswer() leaves lines alone that the answer only shows",
  permissions: "none",
  fn: async () => {
    const files = { "a.ts": "keep  \nsay \u201chi\u201d\nold\n" };
    assertEquals(
      await applied(block("a.ts", 'keep\nsay "hi"\nold\n', 'keep\nsay "hi"\nnew\n'), files),
      {
        "a.ts": "keep  \nsay \u201chi\u201d\nnew\n",
      },
    );
  },
});

Deno.test({
  name: "applyAnswer() lists the places where a text occurs more than once",
  permissions: "none",
  fn: async () => {
    assertEquals(
      await refused(block("a.ts", "x\n", "y\n"), { "a.ts": "x\n1\nx\n2\nx\n" }),
      'E_AMBIGUOUS: Cannot edit "a.ts" as line 2 of the answer says: ' +
        "the text occurs 3 times (lines 1, 3, 5) and must occur once",
    );
  },
});

Deno.test({
  name: "applyAnswer() refuses everything when one edit does not fit, and says which ones do",
  permissions: "none",
  fn: async () => {
    const answer = block("a.ts", "one\n", "ONE\n") + block("a.ts", "no such line\n", "x\n");
    const outcome = await apply(answer, { "a.ts": "one\ntwo\n" });
    assertEquals(outcome.ok, false);
    if (outcome.ok) return;
    assertEquals(outcome.failures.map(({ reason, line }) => [reason, line]), [["E_NOT_FOUND", 8]]);
    assertEquals(outcome.fitted.map(({ line }) => line), [2]);
  },
});

Deno.test({
  name: "applyAnswer() makes carried edits together with new ones, which win where they overlap",
  permissions: "none",
  fn: async () => {
    const files = { "a.ts": "one\ntwo\nthree\n" };
    const first = await apply(block("a.ts", "one\n", "1\n") + block("a.ts", "2\n", "x\n"), files);
    const carried = first.ok ? [] : first.fitted;
    assertEquals(await applied(block("a.ts", "three\n", "3\n"), files, { carried }), {
      "a.ts": "1\ntwo\n3\n",
    });
    assertEquals(await applied(block("a.ts", "one\n", "uno\n"), files, { carried }), {
      "a.ts": "uno\ntwo\nthree\n",
    });
    const both = block("a.ts", "one\n", "1\n") + block("a.ts", "two\n", "2\n");
    assertEquals(await applied(both, files, { carried }), { "a.ts": "1\n2\nthree\n" });
  },
});

Deno.test({
  name: "applyAnswer() refuses a file that changed since the request",
  permissions: "none",
  fn: async () => {
    const base = { files: [{ path: "a.ts", digest: await digest("other\n") }] };
    const answer = block("a.ts", "one\n", "1\n");
    assertEquals(
      await refused(answer, { "a.ts": "one\n" }, { base }),
      'E_STALE: Cannot edit "a.ts": it changed since the request was made',
    );
    const same = { files: [{ path: "a.ts", digest: await digest("one\n") }] };
    assertEquals(await applied(answer, { "a.ts": "one\n" }, { base: same }), { "a.ts": "1\n" });
  },
});

Deno.test({
  name: "applyAnswer() creates, deletes and renames files",
  permissions: "none",
  fn: async () => {
    const answer = "*** Begin Patch\n*** Add File: new.ts\n+x\n*** Delete File: gone.ts\n" +
      "*** Update File: a.ts\n*** Move to: b.ts\n@@\n-one\n+1\n*** End Patch\n";
    const outcome = await apply(answer, { "gone.ts": "g\n", "a.ts": "one\ntwo\n" });
    assertEquals(outcome.ok && outcome.patch.files, [
      { path: "b.ts", from: "a.ts", change: "rename" },
      { path: "gone.ts", change: "delete" },
      { path: "new.ts", change: "create" },
    ]);
  },
});

Deno.test({
  name: "applyAnswer() does not create over what is there, under any spelling",
  permissions: "none",
  fn: async () => {
    const add = (path: string) => `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch\n`;
    const files = { "Readme.md": "r\n", "src/a.ts": "a\n" };
    assertEquals(
      await refused(add("Readme.md"), files),
      'E_EXISTS: Cannot edit "Readme.md" as line 2 of the answer says: the file is there already and must be new',
    );
    for (const path of ["README.md", "SRC/A.ts", "src", "Readme.md/x.ts"]) {
      assertEquals((await refused(add(path), files)).split(":")[0], "E_EXISTS");
    }
  },
});

Deno.test({
  name: "applyAnswer() says when there is nothing to do, and when there is no edit",
  permissions: "none",
  fn: async () => {
    const files = { "a.ts": "one\n" };
    assertEquals(
      await refused(block("a.ts", "one\n", "one\n"), files),
      "E_NOTHING: Cannot make patch: the files are as the answer wants them already",
    );
    assertEquals(
      await refused("I would not change anything.\n\n```sh\nmake\n```\n", files),
      "E_NO_EDIT: Cannot make patch: the answer holds no edit",
    );
  },
});

Deno.test({
  name: "applyAnswer() does not add lines twice",
  permissions: "none",
  fn: async () => {
    const files = { "a.ts": "one\ntwo\n" };
    assertEquals(
      await refused(block("a.ts", "one\n", "one\ntwo\n"), files),
      'E_EXISTS: Cannot edit "a.ts" as line 2 of the answer says: the lines to add are there already',
    );
    const twice = block("a.ts", "one\n", "1\n") + "\nThe final version:\n\n" +
      block("a.ts", "one\n", "1\n");
    assertEquals(await applied(twice, files), { "a.ts": "1\ntwo\n" });
  },
});

Deno.test({
  name: "applyAnswer() refuses edits that overlap",
  permissions: "none",
  fn: async () => {
    const answer = block("a.ts", "one\ntwo\n", "1\n2\n") +
      block("a.ts", "two\nthree\n", "zwei\nthree\n");
    assertEquals(
      await refused(answer, { "a.ts": "one\ntwo\nthree\n" }),
      'E_CONFLICT: Cannot edit "a.ts" as line 10 of the answer says: it overlaps with the edit on line 2 of the answer',
    );
  },
});

Deno.test({
  name: "applyAnswer() does not take a placeholder or a part for the file",
  permissions: "none",
  fn: async () => {
    const long = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n") + "\n";
    assertEquals(
      await refused("a.ts\n```\nline 0\n// ... existing code ...\n```\n", { "a.ts": long }),
      'E_ANSWER: Cannot edit "a.ts" as line 2 of the answer says: the line "// ... existing code ..." ' +
        "stands for lines that were left out",
    );
    const part = "a.ts\n```\nline 0\nline one\n```\n";
    assertEquals(
      await refused(part, { "a.ts": long }),
      'E_ANSWER: Cannot edit "a.ts" as line 2 of the answer says: 2 lines would replace all 40, which looks like a part',
    );
    assertEquals(await applied(part, { "a.ts": long }, { allowDelete: true }), {
      "a.ts": "line 0\nline one\n",
    });
  },
});

Deno.test({
  name: "applyAnswer() refuses paths, sensitive files, many deletions and hidden characters",
  permissions: "none",
  fn: async () => {
    const whole = (path: string, text: string) => `${path}\n\`\`\`\n${text}\n\`\`\`\n`;
    assertEquals(
      await refused(whole(".git/hooks/pre-commit", "x"), {}),
      'E_PATH: Cannot change ".git/hooks/pre-commit": it is inside the folder of git',
    );
    const sensitive = whole("package.json", "{}");
    assertEquals(
      await refused(sensitive, {}),
      'E_PATH: Cannot change "package.json": programs run or obey it unasked, and --allow-path "package.json" is not given',
    );
    assertEquals(await applied(sensitive, {}, { allowPaths: ["package.json"] }), {
      "package.json": "{}\n",
    });
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`f${at}.ts`, "x\n"]));
    const deletions = Object.keys(files).map((path) => `*** Delete File: ${path}\n`).join("");
    const answer = `*** Begin Patch\n${deletions}*** End Patch\n`;
    assertEquals(
      await refused(answer, files),
      "E_CONTENT_POLICY: Cannot make patch: it deletes 6 files and may delete 5 without --allow-delete",
    );
    assertEquals(Object.keys(await applied(answer, files, { allowDelete: true })).length, 6);
    assertEquals(
      await refused(whole("a.ts", "let a\u202e = 1;"), {}),
      'E_CONTENT_POLICY: Cannot change "a.ts": it would add the character U+202E',
    );
  },
});

Deno.test({
  name: "applyAnswer() refuses what breaks the syntax of a file that was sound",
  permissions: "none",
  fn: async () => {
    const countSyntaxErrors = (_path: string, bytes: Uint8Array) =>
      Promise.resolve(
        decoder.decode(bytes).split("(").length - decoder.decode(bytes).split(")").length,
      );
    const answer = block("a.ts", "f(x)\n", "f((x)\n");
    assertEquals(
      await refused(answer, { "a.ts": "f(x)\n" }, { countSyntaxErrors }),
      'E_SYNTAX: Cannot change "a.ts": it parsed before and would not parse after',
    );
    const broken = { "a.ts": "f(x)\ng(\n" };
    assertEquals(await applied(answer, broken, { countSyntaxErrors }), { "a.ts": "f((x)\ng(\n" });
  },
});

Deno.test({
  name: "applyAnswer() passes on why a file cannot be read",
  permissions: "none",
  fn: async () => {
    const readFile = () =>
      Promise.reject(new Failure("E_PATH", 'Cannot read "a.ts": it is a link'));
    assertEquals(
      await refused(block("a.ts", "x\n", "y\n"), {}, { readFile }),
      'E_PATH: Cannot read "a.ts": it is a link',
    );
  },
});

Deno.test({
  name: "applyAnswer() edits Latin-1 files where the diff does not show the letters",
  permissions: "none",
  fn: async () => {
    const bytes = Uint8Array.from(
      "caf\xe9\n1\n2\n3\nold\n",
      (character) => character.charCodeAt(0),
    );
    const readFile = () => Promise.resolve({ bytes, mode: "100644" as const });
    const outcome = await apply(block("a.c", "old\n", "new\n"), {}, { readFile });
    assertEquals(outcome.ok && outcome.patch.diff.split("\n").slice(3, 6), [
      "@@ -2,4 +2,4 @@",
      " 1",
      " 2",
    ]);
    assertEquals(
      await refused(block("a.c", "1\n", "one\n"), {}, { readFile }),
      'E_ENCODING: Cannot change "a.c": the lines are not UTF-8',
    );
  },
});

Deno.test({
  name: "applyAnswer() tells a folder from the mark of a diff by the folders that are there",
  permissions: "none",
  fn: async () => {
    const answer = "a/src/new.ts\n```\nx\n```\n";
    assertEquals(await applied(answer, { "src/a.ts": "1\n" }), { "src/new.ts": "x\n" });
    assertEquals(await applied(answer, { "a/b.ts": "1\n" }), { "a/src/new.ts": "x\n" });
    assertEquals(
      await refused(answer, {}),
      'E_AMBIGUOUS: Cannot create "a/src/new.ts": it may as well mean "src/new.ts"',
    );
  },
});

Deno.test({
  name: "applyAnswer() does not apply a diff to the twin of the place that has it",
  permissions: "none",
  fn: async () => {
    const twin = "/**\n * a\n */\n";
    const done = "/**\n * a\n * b\n */\n";
    const diff = "--- a/a.ts\n+++ b/a.ts\n@@ -5,3 +5,4 @@\n /**\n  * a\n+ * b\n  */\n";
    assertEquals(
      await refused(diff, { "a.ts": twin + "f();\n" + done }),
      'E_EXISTS: Cannot edit "a.ts" as line 3 of the answer says: ' +
        "the change is there already, in another place that fits",
    );
    assertEquals(
      await applied(diff.replace("-5,3 +5", "-1,3 +1"), { "a.ts": twin + "f();\n" + done }),
      {
        "a.ts": done + "f();\n" + done,
      },
    );
  },
});

Deno.test({
  name: "applyAnswer() holds to the policy also where it counts syntax errors",
  permissions: "none",
  fn: async () => {
    const countSyntaxErrors = () => Promise.resolve(0);
    const answer = block(".github/workflows/a.yml", "a\n", "b\n");
    const outcome = await refused(answer, { ".github/workflows/a.yml": "a\n" }, {
      countSyntaxErrors,
    });
    assertEquals(outcome.slice(0, 7), "E_PATH:");
  },
});

Deno.test({
  name: "applyAnswer() says that a file is gone which the request showed",
  permissions: "none",
  fn: async () => {
    const base = { files: [{ path: "a.ts", digest: await digest("x\n") }] };
    assertEquals(
      await refused(block("a.ts", "x\n", "y\n"), {}, { base }),
      'E_STALE: Cannot edit "a.ts": it is gone since the request was made',
    );
  },
});

Deno.test({
  name: "applyAnswer() refuses two new names of one file",
  permissions: "none",
  fn: async () => {
    const move = (to: string) => `*** Update File: a.ts\n*** Move to: ${to}\n@@\n-x\n+y\n`;
    const answer = `*** Begin Patch\n${move("b.ts")}${move("c.ts")}*** End Patch\n`;
    assertEquals(
      await refused(answer, { "a.ts": "x\n" }),
      'E_CONFLICT: Cannot rename "a.ts" to "b.ts": there are two new names',
    );
  },
});

Deno.test({
  name: "applyAnswer() applies a diff of one line though the line is elsewhere too",
  permissions: "none",
  fn: async () => {
    const answer =
      "*** Begin Patch\n*** Update File: a.ts\n@@\n a = 1\n-b = 2\n+c = 3\n*** End Patch\n";
    const file = "a = 1\nc = 3\n\na = 1\nb = 2\n";
    assertEquals(await applied(answer, { "a.ts": file }), {
      "a.ts": "a = 1\nc = 3\n\na = 1\nc = 3\n",
    });
  },
});

Deno.test({
  name: "applyAnswer() fills an empty file, and takes no removed line for a new file",
  permissions: "none",
  fn: async () => {
    assertEquals(await applied(block("a.ts", "", "new\n"), { "a.ts": "" }), { "a.ts": "new\n" });
    const diff = (before: string, numbers: string, sign: string) =>
      `diff --git a/b.ts b/b.ts\nnew file mode 100644\n--- ${before}\n+++ b/b.ts\n${numbers}\n${sign}new\n`;
    assertEquals(await applied(diff("a/b.ts", "@@ -0,0 +1 @@", "+"), {}), { "b.ts": "new\n" });
    assertEquals(
      (await refused(diff("/dev/null", "@@ -1 +0,0 @@", "-"), {})).slice(0, 9),
      "E_ANSWER:",
    );
  },
});

Deno.test({
  name: "applyAnswer() deletes five files and no more, and changes 300 and no more",
  permissions: "none",
  fn: async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `f${at}.txt`);
    const toFiles = (count: number) =>
      Object.fromEntries(names(count).map((name) => [name, "x\n"]));
    const deletion = (count: number) =>
      `*** Begin Patch\n${
        names(count).map((name) => `*** Delete File: ${name}\n`).join("")
      }*** End Patch\n`;
    assertEquals(Object.keys(await applied(deletion(5), toFiles(5))).length, 5);
    assertEquals((await refused(deletion(6), toFiles(6))).slice(0, 17), "E_CONTENT_POLICY:");
    const change = (count: number) =>
      names(count).map((name) => block(name, "x\n", "y\n")).join("\n");
    assertEquals((await refused(change(301), toFiles(301))).slice(0, 17), "E_CONTENT_POLICY:");
    assertEquals(Object.keys(await applied(change(300), toFiles(300))).length, 300);
  },
});
