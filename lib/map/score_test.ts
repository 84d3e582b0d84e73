import { assertEquals } from "@std/assert";
import type { Evidence } from "./evidence.ts";
import { parseQuery } from "./query.ts";
import { kindFactor, scoreFiles, studyCorpus } from "./score.ts";

/** A file of one block that has each of the terms as often as it says. */
function toEvidence(path: string, counts: readonly number[], sizeBytes = 100): Evidence {
  const none = new Uint16Array(counts.length);
  const terms = new Map(counts.flatMap((count, t) => count > 0 ? [[t, count] as const] : []));
  const block = { start: 0, end: 5, sizeBytes, terms, defined: new Set<number>() };
  return {
    path,
    sizeBytes,
    lines: 5,
    blocks: [block],
    inText: Uint16Array.from(counts),
    inName: none,
    inFolders: none,
    inDefinitions: none,
  };
}

function rank(prompt: string, files: readonly Evidence[]): string[] {
  const corpus = studyCorpus(files, parseQuery(prompt));
  return scoreFiles(files, corpus).map((file) => file.evidence.path);
}

Deno.test({
  name: "scoreFiles() counts a rare word above a common one, however often that occurs",
  permissions: "none",
  fn: () => {
    const files = [
      toEvidence("a.ts", [9, 0, 0]),
      toEvidence("b.ts", [9, 0, 0]),
      toEvidence("c.ts", [0, 1, 0]),
    ];
    assertEquals(rank("socket lexer", files), ["c.ts", "a.ts", "b.ts"]);
  },
});

Deno.test({
  name: "scoreFiles() prefers the shorter of two texts that say the same",
  permissions: "none",
  fn: () => {
    const files = [
      toEvidence("a.ts", [1], 900),
      toEvidence("b.ts", [1], 90),
      toEvidence("c.ts", [0]),
    ];
    assertEquals(rank("lexer", files), ["b.ts", "a.ts", "c.ts"]);
  },
});

Deno.test({
  name: "scoreFiles() prefers a file whose whole name the prompt says",
  permissions: "none",
  fn: () => {
    const files = [toEvidence("read_all.ts", [1, 0, 0]), toEvidence("read_files.ts", [1, 0, 0])];
    assertEquals(rank("files that are read", files), ["read_files.ts", "read_all.ts"]);
  },
});

Deno.test({
  name: "kindFactor() puts source first, and what the prompt is about close behind",
  permissions: "none",
  fn: () => {
    const plain = parseQuery("retry twice");
    const paths = ["src/a.ts", "data.json", "tests/a_test.ts", "README.md"];
    assertEquals(paths.map((path) => kindFactor(path, plain)), [1, 0.3, 0.2, 0.05]);
    assertEquals(kindFactor("tests/a_test.ts", parseQuery("Make the tests stable")), 0.6);
    assertEquals(kindFactor("README.md", parseQuery("Correct the README")), 0.6);
  },
});
