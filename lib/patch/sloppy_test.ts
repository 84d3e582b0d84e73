/** Answers that are almost right: each was once applied to something else than what was meant. */

import { assertEquals } from "@std/assert";
import { toTree } from "../../tests/score_patch.ts";
import { digest } from "../digest.ts";
import type { BaseFile } from "../types.ts";
import { applyAnswer } from "./apply.ts";

type Files = Readonly<Record<string, string>>;

const encoder = new TextEncoder();

/** The files after an answer, or the reason why there are none. */
async function apply({ answer, files, shown }: SloppyAnswer): Promise<Files | string> {
  const outcome = await applyAnswer(answer, {
    ...(shown && { base: { files: await toBase(files, shown) } }),
    readFile: (path) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ bytes: encoder.encode(text), mode: "100644" as const });
    },
    listPaths: () => Promise.resolve(Object.keys(files)),
  });
  return outcome.ok ? toTree(files, outcome.patch.diff) : outcome.reason;
}

function toBase(files: Files, shown: Required<SloppyAnswer>["shown"]): Promise<BaseFile[]> {
  return Promise.all(
    Object.entries(shown).map(async ([path, what]) => ({
      path,
      digest: await digest(files[path]),
      ...(what === "part" && { isPart: true as const }),
    })),
  );
}

function block(search: string, replace: string): string {
  return `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;
}

const FILE = "alpha = 1\nbeta = 2\ngamma = 3\ndelta = 4\nomega = 5\n";
const LICENSE = "Copyright 2020\nof all who wrote it\nto use as they like\nand as it is\n";

interface SloppyAnswer {
  readonly name: string;
  readonly answer: string;
  /** Files that the request shows: in part where it is so; absent when nobody says. */
  readonly shown?: Readonly<Record<string, "all" | "part">>;
  readonly files: Files;
  readonly expected: Files | string;
}

const ANSWERS: readonly SloppyAnswer[] = [
  {
    name: "keeps CRLF in a file of one line end",
    answer: `a.js\n${block("b\n", "x\ny\n")}`,
    files: { "a.js": "a\r\nb" },
    expected: { "a.js": "a\r\nx\r\ny" },
  },
  {
    name: "refuses a block that changes nothing and has other blanks than the file",
    answer: `a.py\n${block("beta\n", "beta\n")}\na.py\n${block("alpha\n", "x\n")}`,
    files: { "a.py": "alpha\nbeta  \n" },
    expected: "E_NOTHING",
  },
  {
    name: "takes a block that changes nothing and is in the file",
    answer: `a.py\n${block("beta\n", "beta\n")}\na.py\n${block("alpha\n", "x\n")}`,
    files: { "a.py": "alpha\nbeta\n" },
    expected: { "a.py": "x\nbeta\n" },
  },
  {
    name: "refuses a block that changes nothing and is nowhere",
    answer: `a.py\n${block("theta\n", "theta\n")}\na.py\n${block("alpha\n", "x\n")}`,
    files: { "a.py": "alpha\nbeta\n" },
    expected: "E_NOT_FOUND",
  },
  {
    name: "refuses curly quotes in new lines when the old ones have them wrongly",
    answer: `a.txt\n${block("x = \u201cone\u201d\n", "x = \u201ctwo\u201d\n")}`,
    files: { "a.txt": 'x = "one"\n' },
    expected: "E_NOT_FOUND",
  },
  {
    name: "takes curly quotes in new lines when the old ones are right",
    answer: `a.txt\n${block('x = "one"\n', "x = \u201ctwo\u201d\n")}`,
    files: { "a.txt": 'x = "one"\n' },
    expected: { "a.txt": "x = \u201ctwo\u201d\n" },
  },
  {
    name: "takes a word above a fence for the file of that name",
    answer: `LICENSE-MIT\n\`\`\`\n${LICENSE.replace("2020", "2021")}\`\`\`\n`,
    files: { "LICENSE-MIT": LICENSE },
    expected: { "LICENSE-MIT": LICENSE.replace("2020", "2021") },
  },
  {
    name: "takes a word above a fence for a title when there is no such file",
    answer: `a.py\n${block("beta = 2\n", "beta = 9\n")}\nUsage\n\`\`\`sh\nmake all\n\`\`\`\n`,
    files: { "a.py": FILE },
    expected: { "a.py": FILE.replace("2", "9") },
  },
  {
    name: "refuses a word above a fence when the file is there and nothing like that",
    answer: "configure\n```sh\n./configure\nmake\n```\n",
    files: { "configure": "#!/bin/sh\nlots of\nother lines\n" },
    expected: "E_AMBIGUOUS",
  },
  {
    name: "says that there is no edit when there are just examples",
    answer: "Usage\n```sh\nmake all\n```\n",
    files: { "a.py": FILE },
    expected: "E_NO_EDIT",
  },
  {
    name: "passes over a fence around the fence of a file",
    answer: `\`\`\`\na.py\n\`\`\`\n${FILE.replace("2", "9")}\`\`\`\n\`\`\`\n`,
    files: { "a.py": FILE },
    expected: { "a.py": FILE.replace("2", "9") },
  },
  {
    name: "passes over a fence around a longer fence of a file",
    answer: `\`\`\`\na.py\n\`\`\`\`\n${FILE.replace("2", "9")}\`\`\`\`\n\`\`\`\n`,
    files: { "a.py": FILE },
    expected: { "a.py": FILE.replace("2", "9") },
  },
  {
    name: "takes off what a fence is indented by",
    answer: `  a.py\n  \`\`\`\n${
      FILE.replace("2", "9").replace(/^/gm, "  ").trimEnd()
    }\n  \`\`\`\n`,
    files: { "a.py": FILE },
    expected: { "a.py": FILE.replace("2", "9") },
  },
  {
    name: "takes off what the block of a new file is indented by",
    answer: "  b.py\n  <<<<<<< SEARCH\n  =======\n  if x:\n\n      y()\n  >>>>>>> REPLACE\n",
    files: { "a.py": FILE },
    expected: { "a.py": FILE, "b.py": "if x:\n\n    y()\n" },
  },
  {
    name: "takes the numbers off a whole file",
    answer: "a.txt\n```\n1 | alpha\n2 | new\n3 | gamma\n```\n",
    files: { "a.txt": "alpha\nbeta\ngamma\n" },
    expected: { "a.txt": "alpha\nnew\ngamma\n" },
  },
  {
    name: "takes the numbers off lines that stay beside new ones without",
    answer: `a.txt\n${block("1 | alpha\n2 | beta\n", "1 | alpha\nnew\n2 | beta\n")}`,
    files: { "a.txt": "alpha\nbeta\ngamma\n" },
    expected: { "a.txt": "alpha\nnew\nbeta\ngamma\n" },
  },
  {
    name: "refuses new lines that may begin with numbers",
    answer: `a.txt\n${block("1 | alpha\n2 | beta\n", "1 | alpha\nnew\n2 | other\n")}`,
    files: { "a.txt": "alpha\nbeta\ngamma\n" },
    expected: "E_ANSWER",
  },
  {
    name: "refuses an empty line that may have lost its sign, as the counts say",
    answer: "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,2 @@\n alpha\n\n-beta\n+new\n```\n",
    files: { "a.txt": "alpha\n\nbeta\n" },
    expected: "E_ANSWER",
  },
  {
    name: "takes an empty line for one that stays when the counts agree",
    answer: "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n alpha\n\n-beta\n+new\n```\n",
    files: { "a.txt": "alpha\n\nbeta\n" },
    expected: { "a.txt": "alpha\n\nnew\n" },
  },
  {
    name: "makes an insertion once that two forms put at places which come to the same",
    answer: `a.c\n${block("one\n}\n", "one\n}\nnew\n}\n")}\n` +
      "```diff\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,5 @@\n one\n+}\n+new\n }\n two\n```\n",
    files: { "a.c": "one\n}\ntwo\n" },
    expected: { "a.c": "one\n}\nnew\n}\ntwo\n" },
  },
  {
    name: "makes a change once that two forms cut differently",
    answer:
      `a.c\n${block("alpha = 1\nbeta = 2\ngamma = 3\n", "alpha = 9\nbeta = 2\ngamma = 9\n")}\n` +
      "```diff\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n-alpha = 1\n-beta = 2\n-gamma = 3\n+alpha = 9\n+beta = 2\n+gamma = 9\n```\n",
    files: { "a.c": FILE },
    expected: { "a.c": FILE.replace("1", "9").replace("3", "9") },
  },
  {
    name: "makes an insertion once that two diffs put at places which come to the same",
    answer: "```diff\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,5 @@\n one\n+}\n+new\n }\n two\n```\n" +
      "```diff\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,5 @@\n one\n }\n+new\n+}\n two\n```\n",
    files: { "a.c": "one\n}\ntwo\n" },
    expected: { "a.c": "one\n}\nnew\n}\ntwo\n" },
  },
  {
    name: "creates a small whole file that is like one elsewhere",
    answer: "lib/mod.ts\n```\nexport * from a;\n```\n",
    files: { "src/mod.ts": "export * from a;\n" },
    expected: { "src/mod.ts": "export * from a;\n", "lib/mod.ts": "export * from a;\n" },
  },
  {
    name: "refuses JSON that deletes and writes at once",
    answer: JSON.stringify([{ path: "a.py", delete: true, new: "x\n" }, {
      path: "b.py",
      old: "x",
      new: "y",
    }]),
    files: { "a.py": FILE, "b.py": "x\n" },
    expected: "E_ANSWER",
  },
  {
    name: "takes no nine blanks for a tab",
    answer: `a.c\n${block("         x;\n", "         y;\n         z;\n")}`,
    files: { "a.c": "{\n\tx;\n}\n" },
    expected: "E_NOT_FOUND",
  },
  {
    name: "takes eight blanks for a tab",
    answer: `a.c\n${block("        x;\n", "        y;\n")}`,
    files: { "a.c": "{\n\tx;\n}\n" },
    expected: { "a.c": "{\n\ty;\n}\n" },
  },
  {
    name: "refuses a whole file that is a version of one elsewhere",
    answer: `project/a.py\n\`\`\`\n${FILE.replace("2", "9")}\`\`\`\n`,
    files: { "src/a.py": FILE },
    expected: "E_AMBIGUOUS",
  },
  {
    name: "creates a whole file of a name that is elsewhere for something else",
    answer:
      "lib/mod.ts\n```\nexport * from a;\nexport * from b;\nexport * from c;\nexport * from d;\n```\n",
    files: { "src/mod.ts": FILE },
    expected: {
      "src/mod.ts": FILE,
      "lib/mod.ts": "export * from a;\nexport * from b;\nexport * from c;\nexport * from d;\n",
    },
  },
  {
    name: "refuses the markers of a block as lines of a whole file",
    answer: `a.py\n\`\`\`\nHere it is:\n${block("alpha = 1\n", "alpha = 9\n")}\`\`\`\n`,
    files: { "a.py": "alpha = 1\n" },
    expected: "E_ANSWER",
  },
  {
    name: "refuses markers that are escaped as in HTML",
    answer: "a.py\n```\n&lt;&lt;&lt;&lt;&lt;&lt;&lt; SEARCH\nalpha = 1\n=======\nalpha = 9\n" +
      "&gt;&gt;&gt;&gt;&gt;&gt;&gt; REPLACE\n```\n",
    files: { "a.py": "alpha = 1\n" },
    expected: "E_ANSWER",
  },
  {
    name: "refuses the divider of a block as a line of a whole file, but not an underline",
    answer: "a.txt\n```\nalpha = 1\n=======\nalpha = 9\n```\n",
    files: { "a.txt": "alpha = 1\n" },
    expected: "E_ANSWER",
  },
  {
    name: "takes an underline of seven signs for a line of the file",
    answer: "a.txt\n```\nHistory\n=======\n\nnew\n```\n",
    files: { "a.txt": "old\n" },
    expected: { "a.txt": "History\n=======\n\nnew\n" },
  },
  {
    name: "refuses bare dots in place of lines",
    answer: `a.js\n${block("beta = 2\ngamma = 3\ndelta = 4\n", "beta = 9\n...\ndelta = 4\n")}`,
    files: { "a.js": FILE },
    expected: "E_ANSWER",
  },
  {
    name: "takes a whole file that the request shows",
    answer: `a.py\n\`\`\`\n${FILE.replace("2", "9")}\`\`\`\n`,
    files: { "a.py": FILE },
    shown: { "a.py": "all" },
    expected: { "a.py": FILE.replace("2", "9") },
  },
  {
    name: "refuses a whole file of which the request shows only a part",
    answer: `a.py\n\`\`\`\n${FILE.replace("2", "9")}\`\`\`\n`,
    files: { "a.py": FILE },
    shown: { "a.py": "part" },
    expected: "E_ANSWER",
  },
  {
    name: "refuses a whole file of which the request shows nothing",
    answer: `a.py\n\`\`\`\n${FILE.replace("2", "9")}\`\`\`\n`,
    files: { "a.py": FILE, "b.py": FILE },
    shown: { "b.py": "all" },
    expected: "E_ANSWER",
  },
  {
    name: "takes an edit of a file of which the request shows a part, and a new file",
    answer: `a.py\n${block("beta = 2\n", "beta = 9\n")}\nc.py\n\`\`\`\nnew\n\`\`\`\n`,
    files: { "a.py": FILE },
    shown: { "a.py": "part" },
    expected: { "a.py": FILE.replace("2", "9"), "c.py": "new\n" },
  },
  {
    name: "refuses a diff that ends within a line of its fence",
    answer: "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n alpha\n-beta\n+new wo",
    files: { "a.txt": "alpha\nbeta\n" },
    expected: "E_CUT",
  },
  {
    name: "takes no requirement for a path",
    answer: "Add:\n\nuvicorn==0.22.0\n```\n```\n",
    files: { "a.py": FILE },
    expected: "E_NO_EDIT",
  },
];

for (const sloppy of ANSWERS) {
  Deno.test({
    name: `applyAnswer() ${sloppy.name}`,
    permissions: "none",
    fn: async () => assertEquals(await apply(sloppy), sloppy.expected),
  });
}
