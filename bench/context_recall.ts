/**
 * How much of what real commits changed `map` and `context` find, given the commit's message as the
 * prompt. The commits, the trees and the scorer are those of `../shared/corpus/localise`, with a
 * mirror of the seven repositories beside it.
 *
 *     ZEROSTACK_MIRROR=/path/to/mirror deno task bench context_recall [CASES.jsonl]
 *
 * Rankers: `src` has source files alone in the running, `all` every file; the budgets are in tokens
 * of the default vocabulary, prompt and instructions included.
 *
 * @module
 */

import { packContext } from "../lib/context/mod.ts";
import { createReadHistory } from "../lib/host/history/mod.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { DEFAULT_VOCABULARY, loadTokenizer } from "../lib/host/vocabularies.ts";
import { rankFiles } from "../lib/map/mod.ts";
import type { Listing } from "../lib/ports.ts";
import { createCountTokens } from "../lib/token_count.ts";
import { PROJECT_PATH } from "../tests/harness.ts";
import { keepResult } from "./measure.ts";

const CORPUS = `${PROJECT_PATH}/../shared/corpus/localise`;
const MIRROR = Deno.env.get("ZEROSTACK_MIRROR");
const CASES = Deno.args[0] ?? `${CORPUS}/dev.jsonl`;
const BUDGETS_TOKENS = [8_000, 16_000, 32_000];

interface Case {
  readonly id: string;
  readonly prompt: string;
}

async function python(args: readonly string[], input = ""): Promise<string> {
  const child = new Deno.Command("python3", {
    args: [...args],
    cwd: CORPUS,
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`python3 ${args[0]} failed`);
  return new TextDecoder().decode(stdout);
}

const KEEP_SOURCE = `import sys, json
from common import is_source, is_test
print(json.dumps([p for p in json.load(sys.stdin) if is_source(p) and not is_test(p)]))`;

async function keepSource(listing: Listing): Promise<Listing> {
  const paths = JSON.stringify(listing.files.map((file) => file.path));
  const kept = new Set(JSON.parse(await python(["-c", KEEP_SOURCE], paths)));
  return { ...listing, files: listing.files.filter((file) => kept.has(file.path)) };
}

const countTokens = createCountTokens(await loadTokenizer(DEFAULT_VOCABULARY, PROJECT_PATH));

/** Lines for the scorer: the ranking, and what is selected within each budget. */
async function answer(test: Case, root: string, ranker: string, listing: Listing) {
  const visitFiles = createVisitFiles(root, { isListed: true });
  const readHistory = createReadHistory(root, console.error);
  const asked = { prompt: test.prompt, named: [], findings: [], given: [] };
  const ranking = await rankFiles(asked, { files: listing.files, visitFiles, readHistory });
  const ranked = ranking.files.map((file) => file.path);
  const lines: unknown[] = [{ id: test.id, ranker, ranked }];
  for (const limitTokens of BUDGETS_TOKENS) {
    const request = await packContext(test.prompt, {
      listing,
      readFile: createReadFile(root),
      rankFiles: () => Promise.resolve(ranking),
      countTokens,
      limitTokens,
      isRedacted: true,
    });
    if (request.budget.usedTokens > limitTokens) throw new Error(`${test.id} is over its budget`);
    const selected = request.excerpts.map(({ path, startLine, endLine, tokens }) => ({
      path,
      start: startLine,
      end: endLine - 1,
      tokens,
    }));
    lines.push({ id: test.id, ranker: `${ranker} ${limitTokens / 1000}k`, selected });
  }
  return lines;
}

async function run(mirror: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "zerostack-recall-" });
  const lines: unknown[] = [];
  const cases = (await Deno.readTextFile(CASES)).trim().split("\n");
  for (const test of cases.map((line): Case => JSON.parse(line))) {
    const root = `${folder}/tree`;
    await python(["materialise.py", mirror, CASES, test.id, root]);
    const all = await createListFiles(root)();
    lines.push(...await answer(test, root, "src", await keepSource(all)));
    lines.push(...await answer(test, root, "all", all));
    await Deno.remove(root, { recursive: true });
  }
  const output = `${folder}/rankings.jsonl`;
  await Deno.writeTextFile(output, lines.map((line) => JSON.stringify(line) + "\n").join(""));
  const table = await python(["score.py", mirror, CASES, output, "--by", "repo"]);
  await Deno.remove(folder, { recursive: true });
  console.log(table);
  await keepResult("context_recall", { cases: cases.length, ...readFigures(table) });
}

/** The figures that the house keeps: over all cases, and for the worst and the best repository. */
function readFigures(table: string): Record<string, number | string> {
  const [all, ...repositories] = table.split(/^== /m).slice(1).map(readSection);
  const spread = Object.keys(all).map((name) => {
    const found = repositories.map((figures) => figures[name]);
    return [`${name}, by repository`, `${Math.min(...found)} to ${Math.max(...found)}`] as const;
  });
  return { ...all, ...Object.fromEntries(spread) };
}

function readSection(table: string): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const ranker of ["src", "all"]) {
    const row = new RegExp(`^${ranker} +([\\d. ]+)$`, "m").exec(table)?.[1].trim().split(/ +/) ??
      [];
    figures[`${ranker} files in the first 5`] = Number(row[2]);
    figures[`${ranker} files in the first 10`] = Number(row[3]);
    for (const budget of BUDGETS_TOKENS.map((tokens) => tokens / 1000)) {
      const recall = new RegExp(`${ranker} ${budget}k:.*sel_hunk_recall=([\\d.]+)`).exec(table)
        ?.[1];
      figures[`${ranker} hunks in ${budget}k`] = Math.round(Number(recall) * 1000) / 10;
    }
  }
  return figures;
}

if (MIRROR === undefined) {
  console.log("skipped: ZEROSTACK_MIRROR names no mirror of the corpus's repositories");
} else await run(MIRROR);
