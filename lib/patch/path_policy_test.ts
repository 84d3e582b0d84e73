import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findPathFault, foldPath } from "./path_policy.ts";

const BAD = [
  "",
  "/etc/passwd",
  "~/.ssh/config",
  "C:/x",
  "c:x",
  "..",
  "../x",
  "a/../../x",
  "a/..",
  "./x",
  "a/./b",
  "a//b",
  "a/",
  "a\\b",
  "..\\x",
  ".git",
  ".git/config",
  ".GIT/config",
  ".Git",
  "a/.git/hooks/x",
  ".git./x",
  ".git /x",
  ".git . ./x",
  " .git/x",
  "git~1/config",
  "GIT~1",
  "git~2/x",
  "gi7eba~1/x",
  ".git::$INDEX_ALLOCATION/config",
  ".git:x",
  ".g\u200cit/config",
  ".gi\u200dt/config",
  "\u200b.git/x",
  ".git\ufeff/x",
  ".g\u00adit/x",
  "\uff0egit/x",
  ".\uff47it/x",
  "foo:stream",
  "NUL",
  "nul.txt",
  "CON",
  "con/x",
  "src/aux.c",
  "prn",
  "COM1",
  "com9.log",
  "LPT1",
  "COM\u00b9",
  "CONIN$",
  "a. ",
  "a.",
  "a /b",
  "a./b",
  "-rf",
  "--version",
  "a\nb",
  "a\rb",
  "a\tb",
  "a\0b",
  "a\x1b[31mb",
  "a\x7fb",
  "a\x9bb",
  "a\u202eb",
  "a\u2066b",
  "a\u{e0041}b",
  "a\ufe0fb",
  "a\u2028b",
  "a\ufffdb",
  "a\ud800b",
  "a\ue000b",
  "a<b",
  "a>b",
  'a"b',
  "a|b",
  "a?b",
  "a*b",
  "x".repeat(256),
  "\u00e9".repeat(128),
  "a/".repeat(2048) + "b",
];

Deno.test({
  name: "findPathFault() refuses every path that some system takes for another",
  permissions: "none",
  fn: () => {
    assertEquals(BAD.filter((path) => findPathFault(path) === undefined), []);
  },
});

Deno.test({
  name: "findPathFault() refuses them as a part of a longer path too",
  permissions: "none",
  fn: () => {
    const parts = BAD.filter((path) => !/^[/~-]|^$|^[A-Za-z]:/.test(path));
    const sound = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((name) =>
      findPathFault(name) === undefined
    );
    fc.assert(
      fc.property(sound, fc.constantFrom(...parts), sound, (before, bad, after) => {
        return findPathFault(`${before}/${bad}/${after}`) !== undefined;
      }),
      { numRuns: 1000 },
    );
  },
});

Deno.test({
  name: "findPathFault() lets the paths of real repositories through",
  permissions: "none",
  fn: () => {
    const good = [
      "a",
      "src/a b/caf\u00e9.ts",
      ".github/workflows/ci.yml",
      ".gitignore",
      ".gitattributes",
      "git/x.c",
      "src/[slug]/page.tsx",
      "src/(group)/$id.tsx",
      "@types/a.d.ts",
      "a/~b/c~1.txt",
      "\u65e5\u672c\u8a9e/\u30c6\u30b9\u30c8.md",
      "console.ts",
      "auxiliary/null.ts",
      "a/-b",
      "..a/...b",
    ];
    assertEquals(good.map(findPathFault), good.map(() => undefined));
  },
});

Deno.test({
  name: "findPathFault() says why",
  permissions: "none",
  fn: () => {
    assertEquals(findPathFault("a/../../x"), "it leads out of the repository");
    assertEquals(findPathFault(".GIT/x"), "it is inside the folder of git");
    assertEquals(findPathFault("src/nul.txt"), "a part is the name of a device");
  },
});

Deno.test({
  name: "foldPath() folds case and composition",
  permissions: "none",
  fn: () => {
    assertEquals(foldPath("Stra\u00dfe/e\u0301"), foldPath("STRASSE/\u00c9"));
    assertEquals(foldPath("a") === foldPath("b"), false);
  },
});
