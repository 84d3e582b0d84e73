import { assertEquals } from "@std/assert";
import { createPartScorer } from "./parts.ts";
import type { FileScore } from "./score.ts";

/** A file whose blocks have so many lines and bytes, and fit so well. */
function toFile(path: string, score: number, blocks: readonly (readonly number[])[]): FileScore {
  let start = 0;
  const cut = blocks.map(([lines, sizeBytes]) => {
    const block = {
      start,
      end: start + lines,
      sizeBytes,
      terms: new Map(),
      defined: new Set<number>(),
    };
    start += lines;
    return block;
  });
  const counts = new Uint16Array(0);
  const evidence = {
    path,
    sizeBytes: 0,
    inText: counts,
    inName: counts,
    inFolders: counts,
    inDefinitions: counts,
    lines: start,
    blocks: cut,
  };
  return { evidence, score, blockScores: blocks.map(([, , fit]) => fit) };
}

Deno.test({
  name: "createPartScorer() prefers the better block, then the shorter one, then the better file",
  permissions: "none",
  fn: () => {
    const best = toFile("a.ts", 2, [[40, 900, 1], [40, 900, 2], [40, 100, 2]]);
    const lesser = toFile("b.ts", 1, [[40, 900, 2], [40, 900, 0], [40, 900, 0]]);
    const score = createPartScorer([best, lesser], new Map());
    assertEquals(score(best).map((part) => part.startLine), [81, 41, 1]);
    assertEquals(score(lesser)[0].score < score(best)[1].score, true);
  },
});

Deno.test({
  name: "createPartScorer() keeps a small file in one piece",
  permissions: "none",
  fn: () => {
    const file = toFile("a.ts", 1, [[30, 500, 1], [30, 500, 0]]);
    const [part, ...others] = createPartScorer([file], new Map())(file);
    assertEquals([part.startLine, part.endLine, others.length], [1, 61, 0]);
  },
});

Deno.test({
  name: "createPartScorer() wants the part with a named line before all",
  permissions: "none",
  fn: () => {
    const file = toFile("a.ts", 1, [[40, 500, 9], [50, 500, 0]]);
    const [part] = createPartScorer([file], new Map([["a.ts", [41]]]))(file);
    assertEquals([part.startLine, part.score > 1000], [41, true]);
  },
});
