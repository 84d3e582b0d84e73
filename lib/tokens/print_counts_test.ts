import { assertEquals } from "@std/assert";
import type { TokensRecord } from "../types.ts";
import { printCounts, sumTokens } from "./print_counts.ts";

function count(path: string, tokens: number): TokensRecord {
  return { type: "tokens", path, tokens, sizeBytes: 0, vocabulary: "o200k_base", exact: true };
}

Deno.test("printCounts() prints a bare number for stdin alone", { permissions: "none" }, () => {
  assertEquals(printCounts([count("-", 4)]), "4\n");
});

Deno.test("printCounts() lines up several, and sums them", { permissions: "none" }, () => {
  const counts = [count("one.ts", 9), count("-", 91)];
  assertEquals(printCounts(counts), "  9 one.ts\n 91 -\n100 total\n");
  assertEquals(sumTokens(counts), 100);
});

Deno.test("printCounts() prints nothing for nothing", { permissions: "none" }, () => {
  assertEquals(printCounts([]), "");
});
