/**
 * Writes real commits as answers in each form, damages them in each way, and counts what becomes of
 * them; and what an answer in each form costs, by the size of the files.
 *
 *     deno run -A bench/patch_damage.ts [GITDIR...] [--commits=300] [--seed=1] [--show] [--only=KIND] [--dump=FILE]
 *
 * Without arguments the repositories are those of ZEROSTACK_MIRROR. An answer that is neither refused
 * nor makes exactly the files of the commit is wrong, and each one is told.
 *
 * @module
 */

import { createGrammarLoader } from "../lib/host/grammars.ts";
import { loadTokenizer } from "../lib/host/vocabularies.ts";
import { detectGrammar } from "../lib/languages.ts";
import { applyAnswer, type ApplyOptions } from "../lib/patch/mod.ts";
import { countErrorsOf } from "../lib/syntax.ts";
import type { AnswerForm } from "../lib/types.ts";
import {
  createPick,
  DAMAGE_KINDS,
  damageAnswer,
  type DamagedAnswer,
} from "../tests/answer_damage.ts";
import { EDIT_FORMS, printAnswer, type TextChange } from "../tests/answer_writer.ts";
import { compareFiles, listMirror, makeReadFile, takeCommits } from "./commits.ts";
import { keepResult, toSpread } from "./measure.ts";

type Verdict = "right" | "refused" | "wrong";
type Counts = Record<Verdict, number>;

const option = (name: string) =>
  Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const gitDirs = Deno.args.filter((arg) => !arg.startsWith("--"));
const seed = Number(option("seed") ?? 1);
const isShown = Deno.args.includes("--show");
const kinds = DAMAGE_KINDS.filter((kind) => kind.startsWith(option("only") ?? ""));

const loadGrammar = createGrammarLoader();
const countSyntaxErrors: ApplyOptions["countSyntaxErrors"] = async (path, bytes) => {
  const name = detectGrammar(path);
  if (name === undefined) return undefined;
  return countErrorsOf(await loadGrammar(name), new TextDecoder().decode(bytes));
};

/** What becomes of an answer; files are only parsed where that can still refuse one that is wrong. */
async function judge({ answer, changes }: DamagedAnswer): Promise<[Verdict, string]> {
  const options = {
    readFile: makeReadFile(changes),
    listPaths: () =>
      Promise.resolve(changes.flatMap(({ path, before }) => before === undefined ? [] : [path])),
    allowPaths: ["**"],
    allowDelete: true,
  };
  const outcome = await applyAnswer(answer, options);
  if (!outcome.ok) return ["refused", `${outcome.reason} ${outcome.message}`];
  const fault = compareFiles(changes, outcome.patch.diff);
  if (fault === undefined) return ["right", ""];
  const parsed = await applyAnswer(answer, { ...options, countSyntaxErrors });
  return parsed.ok ? ["wrong", fault] : ["refused", parsed.reason];
}

const byKind = new Map<string, Map<AnswerForm, Counts>>();
const tokens = new Map<AnswerForm, { readonly sizeBytes: number; readonly count: number }[]>();

function count(kind: string, form: AnswerForm, verdict: Verdict): void {
  const row = byKind.get(kind) ?? new Map<AnswerForm, Counts>();
  const counts = row.get(form) ?? { right: 0, refused: 0, wrong: 0 };
  counts[verdict]++;
  byKind.set(kind, row.set(form, counts));
}

/** Bounds of the sizes of files that are told apart, in bytes. */
const SIZES = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, Infinity];

const tokenizer = await loadTokenizer("o200k_base", Deno.cwd());
const from = gitDirs.length > 0 ? gitDirs : listMirror();
if (from.length === 0) console.log("skipped: neither a GITDIR nor ZEROSTACK_MIRROR is given");
let commits = 0;
for (const commit of from.length === 0 ? [] : takeCommits(from, Number(option("commits") ?? 300))) {
  const { changes } = commit;
  commits++;
  noteTokens(changes);
  for (const form of EDIT_FORMS) {
    for (const [at, kind] of kinds.entries()) {
      const pick = createPick(seed * 1_000_003 + commits * 1009 + at);
      const damaged = damageAnswer(kind, { form, changes, pick });
      if (damaged === undefined) continue;
      const [verdict, why] = await judge(damaged);
      count(kind, form, verdict);
      if (verdict !== "wrong" && !isShown) continue;
      console.log(`${verdict} ${form} "${kind}" ${commit.gitDir} ${commit.hash}: ${why}`);
      if (verdict === "wrong" && option("dump") !== undefined) {
        Deno.writeTextFileSync(option("dump")!, JSON.stringify({ form, kind, ...damaged }) + "\n", {
          append: true,
        });
      }
    }
  }
}

function noteTokens(changes: readonly TextChange[]): void {
  const old = changes.filter(({ before }) => before !== undefined);
  const sizeBytes = old.reduce((sum, { before }) => sum + before!.length, 0);
  const written = EDIT_FORMS.map((form) => [form, printAnswer(form, changes)] as const);
  if (old.length === 0 || written.some(([, answer]) => answer === undefined)) return;
  for (const [form, answer] of written) {
    const rows = tokens.get(form) ?? [];
    rows.push({ sizeBytes, count: tokenizer.countTokens(answer!) });
    tokens.set(form, rows);
  }
}

/** Tokens of the same answers in each form, by the size of the files before. */
function sumTokens(): Record<string, unknown>[] {
  return SIZES.flatMap((size, at) => {
    const isHere = ({ sizeBytes }: { sizeBytes: number }) =>
      sizeBytes <= size && sizeBytes > (SIZES[at - 1] ?? 0);
    const forms = Array.from(tokens, ([form, rows]) => {
      const counts = rows.filter(isHere).map(({ count }) => count);
      return [form, counts] as const;
    });
    if (forms.length === 0 || forms[0][1].length === 0) return [];
    return [{
      upToBytes: Number.isFinite(size) ? size : "any",
      commits: forms[0][1].length,
      ...Object.fromEntries(forms.map(([form, counts]) => [form, toSpread(counts)])),
    }];
  });
}

const sum = (all: Iterable<Counts>): Counts => {
  const total = { right: 0, refused: 0, wrong: 0 };
  for (const { right, refused, wrong } of all) {
    total.right += right;
    total.refused += refused;
    total.wrong += wrong;
  }
  return total;
};
const print = ({ right, refused, wrong }: Counts) =>
  `${right} right, ${refused} refused, ${wrong} wrong`;

if (commits > 0) {
  const rows = Array.from(byKind, ([kind, row]) => [kind, sum(row.values())] as const);
  for (const [kind, counts] of rows) console.log(`${kind.padEnd(48)} ${print(counts)}`);
  const byForm = Object.fromEntries(EDIT_FORMS.map((form) => [
    form,
    sum(Array.from(byKind.values()).flatMap((row) => row.get(form) ?? [])),
  ]));
  for (const [form, counts] of Object.entries(byForm)) {
    console.log(`${form.padEnd(48)} ${print(counts)}`);
  }
  const all = sum(Object.values(byForm));
  console.log(`${"all".padEnd(48)} ${print(all)}`);
  const result = {
    commits,
    repositories: from.length,
    seed,
    answers: all,
    byForm,
    byKind: Object.fromEntries(rows),
    tokensOfAnswers: sumTokens(),
  };
  console.log(JSON.stringify(result.tokensOfAnswers));
  if (gitDirs.length === 0) await keepResult("patch_damage", result);
}
