/**
 * Scores `applyAnswer` on a corpus of answers: JSON lines with `files`, `answer`, `expect`,
 * `expected_files` and `compare`.
 *
 *     deno run --allow-read tests/score_patch.ts CASES.jsonl... [--show KIND]
 *
 * An outcome is `correct`, `refused` (as it should be), `lost` (refused, but it could be applied) or
 * `WRONG` (applied to something else: silent corruption). The exit status is 1 when any is WRONG.
 *
 * @module
 */

import { applyDiff, parseDiff } from "../lib/diff.ts";
import { applyAnswer, type PatchOutcome } from "../lib/patch/mod.ts";

/** One answer, the files that it is for, and what should come out. */
export interface AnswerCase {
  /** Its name. */
  readonly id: string;
  /** The form of the answer. */
  readonly format: string;
  /** Whether it must be applied, must be refused, or may be either. */
  readonly expect: "apply" | "reject" | "apply_or_reject";
  /** How files are compared. */
  readonly compare?: string;
  /** What is wrong with the answer. */
  readonly defects?: readonly string[];
  /** What the case is about. */
  readonly tags?: readonly string[];
  /** Files before, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What the model wrote. */
  readonly answer: string;
  /** Files after, by path. */
  readonly expected_files: Readonly<Record<string, string>>;
}

/** What became of a case. */
export type Verdict = "correct" | "refused" | "lost" | "WRONG";

/** Applies the answer of a case to its files. */
export function applyCase(one: AnswerCase): Promise<PatchOutcome> {
  const encoder = new TextEncoder();
  return applyAnswer(one.answer, {
    readFile: (path) => {
      const text = Object.hasOwn(one.files, path) ? one.files[path] : undefined;
      if (text === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ bytes: encoder.encode(text), mode: "100644" as const });
    },
    listPaths: () => Promise.resolve(Object.keys(one.files)),
    allowPaths: ["**"],
  });
}

/** The files after a patch, by path. */
export function toTree(
  files: Readonly<Record<string, string>>,
  diff: string,
): Record<string, string> {
  const tree: Record<string, string> = { ...files };
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (const file of parseDiff(encoder.encode(diff))) {
    const from = file.from ?? file.path;
    const before = file.change === "create" ? undefined : encoder.encode(files[from]);
    const after = applyDiff(file, before);
    if (file.change === "delete" || file.change === "rename") delete tree[from];
    if (after !== undefined) tree[file.path] = decoder.decode(after);
  }
  return tree;
}

/** Compares what came out with what should. */
export function judge(one: AnswerCase, outcome: PatchOutcome): Verdict {
  const { expect, files, expected_files: wanted } = one;
  if (!outcome.ok) return expect === "apply" ? "lost" : "refused";
  const tree = toTree(files, outcome.patch.diff);
  if (expect === "reject") return "WRONG";
  return isSameTree(tree, wanted, one.compare ?? "exact") ? "correct" : "WRONG";
}

function isSameTree(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
  compare: string,
): boolean {
  const simplify = (text: string) => {
    if (compare === "ignore_final_newline") return text.replace(/[\r\n]+$/, "");
    if (compare === "ignore_whitespace") return text.replace(/\s+/g, " ").trim();
    if (compare === "ignore_eol") return text.replaceAll("\r\n", "\n").replace(/\n+$/, "");
    return text;
  };
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length &&
    paths.every((path) => path in b && simplify(a[path]) === simplify(b[path]));
}

if (import.meta.main) {
  const shown = new Set(
    Deno.args.flatMap((arg) => arg.startsWith("--show=") ? arg.slice(7).split(",") : []),
  );
  const counts = new Map<string, Map<Verdict, number>>();
  const count = (key: string, verdict: Verdict) => {
    const row = counts.get(key) ?? new Map<Verdict, number>();
    counts.set(key, row.set(verdict, (row.get(verdict) ?? 0) + 1));
  };
  for (const path of Deno.args.filter((arg) => !arg.startsWith("--"))) {
    for (const line of Deno.readTextFileSync(path).split("\n").filter(Boolean)) {
      const one: AnswerCase = JSON.parse(line);
      const outcome = await applyCase(one);
      const verdict = judge(one, outcome);
      for (
        const key of ["all", `expect=${one.expect}`, `format=${one.format}`, ...(one.defects ?? [])]
      ) {
        count(key, verdict);
      }
      if (!shown.has(verdict)) continue;
      console.log(`${verdict} ${one.id} ${(one.defects ?? one.tags ?? []).join(" ")}`);
      if (!outcome.ok) console.log(`    ${outcome.reason} ${outcome.message}`);
    }
  }
  for (const [key, row] of counts) {
    const total = Array.from(row.values()).reduce((sum, value) => sum + value, 0);
    const numbers = ["correct", "refused", "lost", "WRONG"].map((verdict) =>
      `${verdict} ${row.get(verdict as Verdict) ?? 0}`
    );
    console.log(`${key.padEnd(28)} ${String(total).padStart(6)}  ${numbers.join("  ")}`);
  }
  if (counts.get("all")?.has("WRONG")) Deno.exitCode = 1;
}
