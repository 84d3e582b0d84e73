import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { makeScratch, runProcess } from "../tests/harness.ts";
import { type IgnoreRules, matchIgnore, parseIgnore } from "./ignore.ts";

/** Whether the rules ignore a file, or a folder that it is in. */
function isIgnored(files: readonly IgnoreRules[], path: string): boolean {
  const parts = path.split("/");
  for (let count = 1; count <= parts.length; count++) {
    const part = parts.slice(0, count).join("/");
    const stack = files.filter((file) => part.startsWith(file.base));
    const verdict = matchIgnore(stack, part, count < parts.length);
    if (count === parts.length || verdict === true) return verdict === true;
  }
  return false;
}

Deno.test({
  name: "matchIgnore() lets the last rule win, and a deeper file over one above",
  permissions: "none",
  fn: () => {
    const stack = [parseIgnore("*.log\n!keep.log\n", ""), parseIgnore("!a.log\n", "sub/")];
    assertEquals(matchIgnore(stack.slice(0, 1), "a.log", false), true);
    assertEquals(matchIgnore(stack.slice(0, 1), "keep.log", false), false);
    assertEquals(matchIgnore(stack, "sub/a.log", false), false);
    assertEquals(matchIgnore(stack, "sub/other", false), undefined);
  },
});

Deno.test({
  name: "matchIgnore() takes time in proportion to a hostile pattern",
  permissions: "none",
  fn: () => {
    const stack = [parseIgnore(`${"*a".repeat(40)}b\n${"**/a".repeat(40)}b\n`, "")];
    assertEquals(matchIgnore(stack, "a".repeat(4000), false), undefined);
    assertEquals(matchIgnore(stack, "a/".repeat(2000) + "a", false), undefined);
  },
});

const NAMES = [
  "a",
  "b",
  "foo",
  "bar",
  "foobar",
  "foo.c",
  "x y",
  "é",
  "a-b",
  "[x]",
  "A",
  ".h",
  "a\\b",
  " s",
  "!n",
  "#h",
];
const PIECES = [
  ..."* ** ? foo a b bar *.c [a-f] [!a] [^a] [[:alpha:]] []a] [a-] [ \\a \\ \\* fo* *o* f** **o ***"
    .split(" "),
  ..."é [é] ?? x foo*bar [[:foo:]] [\\]] [a\\-z] [-a] [z-a] [[:digit:]a] [[a] [[:a] A \\#h \\!n .* \\[x\\]"
    .split(" "),
  "x y",
];

const pattern = fc.tuple(
  fc.constantFrom("", "", "", "!", "/", "!/", "#"),
  fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom("", "", "", ...PIECES)), {
    minLength: 1,
    maxLength: 3,
  }),
  fc.constantFrom("", "", "", "/", " ", "\\ ", " \t", "\r"),
).map(([start, parts, end]) => start + parts.map((part) => part.join("")).join("/") + end);

Deno.test("matchIgnore() agrees with git check-ignore on thousands of paths", async () => {
  await using repository = await makeScratch();
  await repository.git("init", "-q");
  const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }).map((parts) =>
    parts.join("/")
  );
  const paths = fc.sample(fc.uniqueArray(path, { minLength: 300, maxLength: 300 }), {
    seed: 1,
    numRuns: 1,
  })[0].filter((text) => text !== "foo");
  const sources = fc.sample(
    fc.tuple(
      fc.array(pattern, { minLength: 1, maxLength: 6 }),
      fc.array(pattern, { maxLength: 3 }),
    ),
    { seed: 1, numRuns: 40 },
  );
  for (const [root, nested] of sources) {
    const files = { ".gitignore": root.join("\n"), "foo/.gitignore": nested.join("\n") };
    await repository.write(files);
    const output = await runProcess(["git", "check-ignore", "--no-index", "-z", "--stdin"], {
      cwd: repository.path,
      stdin: paths.join("\0"),
    });
    const rules = [
      parseIgnore(files[".gitignore"], ""),
      parseIgnore(files["foo/.gitignore"], "foo/"),
    ];
    const expected = output.stdout.split("\0").filter((text) => text !== "");
    assertEquals(paths.filter((text) => isIgnored(rules, text)), expected, JSON.stringify(files));
  }
});
