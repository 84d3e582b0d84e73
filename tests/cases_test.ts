/**
 * Runs every folder of `tests/cases/<command>/<case>/`: a case is data, a new one needs no code.
 *
 * - `case.json`: `{"args", "status", "env"?, "git"?}`; `{case}` in an argument is the case's folder;
 *   `git` is `commit` (default), `init` (nothing committed) or `none` (no repository)
 * - `repo/`: the files of the repository; none when absent
 * - `stdin`, `stdout`, `stderr`: what goes in, and what must come out, byte for byte; no input and
 *   no output when absent
 * - `after/`: the files that `git apply` must leave; their absence means that stdout is no patch
 *
 * With UPDATE_CASES=1 the outputs are written instead of compared; read the diff before you commit.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  gitApply,
  makeScratch,
  printOutcome,
  PROJECT_PATH,
  readTree,
  runZerostack,
  type Scratch,
} from "./harness.ts";

/** What `case.json` holds. */
interface Case {
  readonly args: readonly string[];
  readonly status: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly git?: "commit" | "init" | "none";
}

const CASES_PATH = `${PROJECT_PATH}/tests/cases`;
const UPDATE = Deno.env.get("UPDATE_CASES") === "1";

for (const command of listFolders(CASES_PATH)) {
  for (const name of listFolders(`${CASES_PATH}/${command}`)) {
    Deno.test(`case ${command}/${name}`, () => runCase(`${CASES_PATH}/${command}/${name}`));
  }
}

function listFolders(path: string): string[] {
  return Array.from(Deno.readDirSync(path)).filter((entry) => entry.isDirectory).map((entry) =>
    entry.name
  ).sort();
}

async function runCase(path: string): Promise<void> {
  const test: Case = JSON.parse(await Deno.readTextFile(`${path}/case.json`));
  await using repository = await layOut(path, test);
  const before = await readTree(repository.path);
  const args = test.args.map((arg) => arg.replaceAll("{case}", path));
  const outcome = await runZerostack(args, {
    cwd: repository.path,
    stdin: await readOptional(`${path}/stdin`),
    env: test.env,
    permissions: [`--allow-read=${repository.path},${path}`, "--allow-env"],
  });
  assertEquals(await readTree(repository.path), before, "the command changed the tree");
  if (UPDATE) return await update(path, test, outcome);
  const expected = {
    status: test.status,
    stdout: decode(await readOptional(`${path}/stdout`)),
    stderr: decode(await readOptional(`${path}/stderr`)),
  };
  const { status, stdout, stderr } = outcome;
  assertEquals({ status, stdout, stderr }, expected, printOutcome(args, outcome));
  if (!await exists(`${path}/after`)) return;
  const applied = await gitApply(repository, outcome.bytes);
  assertEquals(applied.status, 0, printOutcome(["git", "apply"], applied));
  assertEquals(await readTree(repository.path), await readTree(`${path}/after`));
}

async function layOut(path: string, test: Case): Promise<Scratch> {
  const repository = await makeScratch();
  if (await exists(`${path}/repo`)) await copyTree(`${path}/repo`, repository);
  if (test.git === "none") return repository;
  await repository.git("init", "-q");
  if (test.git !== "init") {
    await repository.git("add", "-A");
    await repository.git("commit", "-q", "--allow-empty", "-m", "first");
  }
  return repository;
}

async function copyTree(from: string, to: Scratch): Promise<void> {
  const tree = await readTree(from);
  await to.write(
    Object.fromEntries(
      Object.entries(tree).map(([name, data]) => [name, Uint8Array.fromBase64(data)]),
    ),
  );
}

async function update(
  path: string,
  test: Case,
  outcome: Awaited<ReturnType<typeof runZerostack>>,
): Promise<void> {
  await writeOrRemove(`${path}/stdout`, outcome.stdout);
  await writeOrRemove(`${path}/stderr`, outcome.stderr);
  await Deno.writeTextFile(
    `${path}/case.json`,
    JSON.stringify({ ...test, status: outcome.status }, null, 2) + "\n",
  );
}

async function writeOrRemove(path: string, text: string): Promise<void> {
  if (text !== "") await Deno.writeTextFile(path, text);
  else if (await exists(path)) await Deno.remove(path);
}

async function readOptional(path: string): Promise<Uint8Array | undefined> {
  return await exists(path) ? await Deno.readFile(path) : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function decode(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : new TextDecoder().decode(bytes);
}
