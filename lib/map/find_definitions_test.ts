import { assertEquals } from "@std/assert";
import { findDefinitions } from "./find_definitions.ts";

const FILES: Readonly<Record<string, string>> = {
  "docs/guide.md": "function readAll is described here\n",
  "tests/read_test.lua": "function readAll()\nend\n",
  "src/read.lua": "-- Reads.\nfunction readAll(path)\n  return path\nend\n",
  "src/user.lua": "local x = readAll(1)\nlocal readAllOf = 2\n",
  "package-lock.json": '{ "readAll": 1 }\n',
};

Deno.test({
  name: "findDefinitions() finds blocks by their first lines where a language has no grammar",
  permissions: "none",
  fn: async () => {
    const find = (name: string) =>
      findDefinitions(name, {
        files: Object.keys(FILES).map((path) => ({ path })),
        visitFiles: (paths, visit) => {
          paths.forEach((path, number) => visit(number, new TextEncoder().encode(FILES[path])));
          return Promise.resolve();
        },
        loadGrammar: () => Promise.reject(new Error("no grammar is needed")),
      });
    assertEquals(await find("readAll"), [
      { path: "src/read.lua", startLine: 1, endLine: 5 },
      { path: "tests/read_test.lua", startLine: 1, endLine: 3 },
    ]);
    assertEquals(await find("readNothing"), []);
    assertEquals(await find("$"), [], "a name with a sign is no pattern");
  },
});
