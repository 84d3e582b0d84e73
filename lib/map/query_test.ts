import { assertEquals } from "@std/assert";
import { parseQuery } from "./query.ts";

function labels(prompt: string, kind: string): string[] {
  return parseQuery(prompt).terms.filter((term) => term.kind === kind).map((term) => term.label);
}

Deno.test({
  name: "parseQuery() takes words without stop words, and the parts of identifiers",
  permissions: "none",
  fn: () => {
    assertEquals(labels("Fix the parseArgs of a server", "word").sort(), [
      "args",
      "parse",
      "server",
    ]);
    assertEquals(labels("Fix the parseArgs of a server", "identifier"), ["parseArgs"]);
  },
});

Deno.test({
  name: "parseQuery() takes two words in a row as one term, in any spelling",
  permissions: "none",
  fn: () => {
    const [pair] = parseQuery("the status code").terms.filter((term) => term.kind === "pair");
    assertEquals(pair.forms, ["statuscod", "status_cod", "status-cod", "status cod", "status.cod"]);
  },
});

Deno.test({
  name: "parseQuery() takes quoted text only where words do not say the same",
  permissions: "none",
  fn: () =>
    assertEquals(labels('"cannot open: no file" in `parse`', "quote"), ["cannot open: no file"]),
});

Deno.test({
  name: "parseQuery() weighs the title above the rest, and what both say most",
  permissions: "none",
  fn: () => {
    const { terms } = parseQuery("parser breaks\n\nThe parser sees a lexer");
    const weights = new Map(terms.map((term) => [term.label, term.weight]));
    assertEquals(["parser", "breaks", "lexer"].map((word) => weights.get(word)), [2.5, 2, 1]);
  },
});

Deno.test({
  name: "parseQuery() leaves out trailers, addresses, references and hashes",
  permissions: "none",
  fn: () => {
    const prompt = "cache #12 https://example.org/lexer 0a1b2c3d\n\nSigned-off-by: Ann <a@b.c>";
    assertEquals(labels(prompt, "word"), ["cache"]);
  },
});

Deno.test({
  name: "parseQuery() finds places in the forms of traces, compilers and lists",
  permissions: "none",
  fn: () => {
    const prompt = 'src/a.ts:10:2, File "lib/a.py", line 3, b.ts(4,1) and ./docs/c.md';
    assertEquals(parseQuery(prompt).places, [
      { path: "src/a.ts", line: 10 },
      { path: "lib/a.py", line: 3 },
      { path: "b.ts", line: 4 },
      { path: "docs/c.md" },
    ]);
  },
});

Deno.test({
  name: "parseQuery() tells whether the title is about tests or documents",
  permissions: "none",
  fn: () => {
    assertEquals(parseQuery("Make the retry tests stable").isAboutTests, true);
    assertEquals(parseQuery("Make retries stable\n\nThe tests show it").isAboutTests, false);
    assertEquals(parseQuery("Correct the README").isAboutDocs, true);
  },
});
