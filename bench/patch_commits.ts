/**
 * Writes real commits as answers in each form, applies them, and compares the files byte for byte with
 * those of the commit.
 *
 *     deno run -A bench/patch_commits.ts GITDIR... [--commits=300] [--oracle=check_patch.py] [--keep]
 *
 * With `--oracle` every patch also goes through that script, which runs `git apply` for real.
 *
 * @module
 */

import { applyAnswer } from "../lib/patch/mod.ts";
import { EDIT_FORMS, printAnswer } from "../tests/answer_writer.ts";
import { type Commit, compareFiles, makeReadFile, takeCommits } from "./commits.ts";

/** What a commit gave in one form. */
type Result = "right" | "refused" | "WRONG" | "not expressible";

async function runOracle(
  oracle: string,
  commit: Commit,
  diff: string,
): Promise<string | undefined> {
  const child = new Deno.Command("python3", {
    args: [oracle, "repo", commit.gitDir, commit.parent, "--expect-commit", commit.hash],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(diff));
  await writer.close();
  const { code, stdout } = await child.output();
  return code === 0 ? undefined : new TextDecoder().decode(stdout);
}

const option = (name: string) =>
  Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const gitDirs = Deno.args.filter((arg) => !arg.startsWith("--"));
const wanted = Number(option("commits") ?? 300);
const oracle = option("oracle");
const counts = new Map<string, Map<Result, number>>();
let used = 0;
for (const commit of takeCommits(gitDirs, wanted)) {
  const { changes } = commit;
  used++;
  for (const form of EDIT_FORMS) {
    const answer = printAnswer(form, changes);
    const row = counts.get(form) ?? new Map<Result, number>();
    const count = (result: Result) => counts.set(form, row.set(result, (row.get(result) ?? 0) + 1));
    if (answer === undefined) {
      count("not expressible");
      continue;
    }
    const outcome = await applyAnswer(answer, {
      readFile: makeReadFile(changes),
      allowPaths: ["**"],
      allowDelete: true,
    });
    const name = `${form} ${commit.gitDir} ${commit.hash}`;
    if (!outcome.ok) {
      console.log(`refused ${name}: ${outcome.reason} ${outcome.message}`);
      count("refused");
      continue;
    }
    const { diff } = outcome.patch;
    const fault = compareFiles(changes, diff) ??
      (oracle === undefined ? undefined : await runOracle(oracle, commit, diff));
    if (fault !== undefined) console.log(`WRONG ${name}: ${fault}`);
    count(fault === undefined ? "right" : "WRONG");
  }
}
console.log(`${used} commits`);
for (const [form, row] of counts) {
  console.log(
    form.padEnd(16),
    Array.from(row, ([result, count]) => `${result} ${count}`).join("  "),
  );
}
