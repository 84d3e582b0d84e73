import { assertEquals } from "@std/assert";
import { weighFiles } from "./importance.ts";

const FILES: Readonly<Record<string, string>> = {
  "src/core.ts": "export function parseRequest() {}\nexport function get() {}\n",
  "src/twin.ts": "export function shared() {}\n",
  "src/other.ts": "export function shared() {}\nparseRequest(); get();\n",
  "src/user.ts": "parseRequest(); shared();\n",
  "src/core.d.ts": "export function parseRequestLine(): void;\n",
  "tests/core_test.ts": "parseRequest(); parseRequestLine();\n",
  "docs/use.md": "The function parseRequest parses; def nothing\n",
  "data.min.js": "x".repeat(5000),
};

async function weigh(paths = Object.keys(FILES)) {
  return await weighFiles(paths, (asked, visit) => {
    asked.forEach((path, number) => visit(number, new TextEncoder().encode(FILES[path])));
    return Promise.resolve();
  });
}

Deno.test({
  name: "weighFiles() scores files by how many others use what only they define",
  permissions: "none",
  fn: async () => {
    const { files, weigh: weighName } = await weigh();
    const scores = Object.fromEntries(files.map(({ path, score }) => [path, score]));
    assertEquals(Object.keys(scores), Object.keys(FILES).slice(0, -1), "none of a machine");
    assertEquals(weighName("parseRequest"), { users: 4, score: 2 });
    assertEquals(weighName("shared").score < weighName("parseRequest").score, true);
    assertEquals(scores["src/core.ts"] > scores["src/twin.ts"], true);
    assertEquals(scores["src/core.d.ts"] < 0.5, true, "declarations count less");
    assertEquals([scores["docs/use.md"], scores["src/user.ts"]], [0, 0]);
  },
});

Deno.test({
  name: "weighFiles() does not depend on the order of the files",
  permissions: "none",
  fn: async () => {
    const byPath = (a: { path: string }, b: { path: string }) => a.path < b.path ? -1 : 1;
    const [one, two] = [await weigh(), await weigh(Object.keys(FILES).reverse())];
    assertEquals(one.files.toSorted(byPath), two.files.toSorted(byPath));
  },
});
