import { assertEquals } from "@std/assert";
import { relateFiles } from "./relate.ts";
import type { FileScore } from "./score.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "retry.ts": "retry(openSocket, common);\n",
  "socket.ts": "function openSocket() { common(); }\n",
};

function toFile(path: string, score: number): FileScore {
  const counts = new Uint16Array(0);
  const block = { start: 0, end: 1, sizeBytes: 30, terms: new Map(), defined: new Set<number>() };
  const views = { inText: counts, inName: counts, inFolders: counts, inDefinitions: counts };
  const evidence = { path, sizeBytes: 30, lines: 1, blocks: [block], ...views };
  return { evidence, score, blockScores: [score] };
}

function visitTexts(paths: readonly string[], visit: (number: number, bytes: Uint8Array) => void) {
  paths.forEach((path, number) =>
    visit(number, new TextEncoder().encode(TEXTS[path] ?? "common();\n"))
  );
  return Promise.resolve();
}

const OTHERS = Array.from({ length: 10 }, (_, i) => `other${i}.ts`);

Deno.test({
  name: "relateFiles() raises a file that shares a rare name with the best block of another",
  permissions: "none",
  fn: async () => {
    const files = [
      toFile("retry.ts", 1),
      ...[...OTHERS, "socket.ts"].map((path) => toFile(path, 0)),
    ];
    const related = await relateFiles(files, visitTexts, () => 0.5);
    const raised = related.filter(({ score }) => score > 0);
    assertEquals(raised.map(({ evidence, score }) => [evidence.path, score]), [
      ["retry.ts", 1],
      ["socket.ts", 0.125],
    ]);
  },
});

Deno.test({
  name: "relateFiles() changes nothing when no file fits",
  permissions: "none",
  fn: async () => {
    const files = OTHERS.map((path) => toFile(path, 0));
    assertEquals(await relateFiles(files, visitTexts, () => 1), files);
  },
});
