import { assertEquals } from "@std/assert";
import { detectGrammar, detectLanguage, parseGrammarName } from "./languages.ts";

Deno.test({
  name: "detectLanguage() tells a language by name, extension and interpreter line",
  permissions: "none",
  fn: () => {
    const cases: readonly [string, string | undefined, string | undefined][] = [
      ["src/a.ts", undefined, "typescript"],
      ["src/a.d.mts", undefined, "typescript"],
      ["A.TSX", undefined, "tsx"],
      ["Rakefile", undefined, "ruby"],
      ["docs/README.md", undefined, "markdown"],
      [".gitignore", undefined, undefined],
      [".bashrc", undefined, "bash"],
      ["bin/tool", undefined, undefined],
      ["bin/tool", "#!/usr/bin/env -S deno run", "typescript"],
      ["bin/tool", "#!/usr/bin/env python3", "python"],
      ["bin/tool", "#! /bin/sh -e", "bash"],
      ["bin/tool", "#!/usr/bin/env -i FOO=1 /opt/ruby", "ruby"],
      ["bin/tool", "#!/bin/false", undefined],
      ["bin/tool", "plain text", undefined],
      ["a.toString", undefined, undefined],
    ];
    for (const [path, firstLine, language] of cases) {
      assertEquals([path, detectLanguage(path, firstLine)], [path, language]);
    }
  },
});

Deno.test({
  name: "detectGrammar() passes over languages that are only named",
  permissions: "none",
  fn: () => assertEquals([detectGrammar("a.md"), detectGrammar("a.rs")], [undefined, "rust"]),
});

Deno.test({
  name: "parseGrammarName() reads short forms and refuses what has no grammar",
  permissions: "none",
  fn: () => {
    const names = ["TS", "c++", "C#", "go", "markdown", "constructor"].map(parseGrammarName);
    assertEquals(names, ["typescript", "cpp", "csharp", "go", undefined, undefined]);
  },
});
