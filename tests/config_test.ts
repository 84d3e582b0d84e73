/**
 * Configuration in the real program: who wins, what a project may say, and what is told.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../cli/commands.ts";
import { SETTINGS } from "../lib/config.ts";
import { makeRepository, makeScratch, printOutcome, runZerostack } from "./harness.ts";

/** Runs `config` in a repository, with a user file, and gives its table by key. */
async function config(
  files: { readonly user?: string; readonly project?: string },
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, readonly [string, string]>> {
  const outcome = await runConfig(files, [...args, "--as", "json"], env);
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(args, outcome));
  const lines: { key: string; value: string; origin: string }[] = JSON.parse(outcome.stdout);
  return Object.fromEntries(lines.map(({ key, value, origin }) => [key, [value, origin]]));
}

async function runConfig(
  files: { readonly user?: string; readonly project?: string },
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  await using home = await makeScratch(
    files.user === undefined ? {} : { "zerostack/config.json": files.user },
  );
  await using repository = await makeRepository(
    files.project === undefined ? {} : { ".zerostack.json": files.project },
  );
  const outcome = await runZerostack(["config", ...args], {
    cwd: repository.path,
    env: { XDG_CONFIG_HOME: home.path, ...env },
    permissions: [`--allow-read=${repository.path},${home.path}`, "--allow-env"],
  });
  const hide = (text: string) =>
    text.replaceAll(home.path, "HOME").replaceAll(repository.path, "REPO");
  return { ...outcome, stdout: hide(outcome.stdout), stderr: hide(outcome.stderr) };
}

Deno.test("config: an option wins over the environment, that over the user's file", async () => {
  const user = '{"endpoint":"http://127.0.0.1:1/v1","model":"from-file","seed":1}';
  const env = { ZEROSTACK_MODEL: "from-env", ZEROSTACK_SEED: "2" };
  const found = await config({ user }, ["--seed", "3"], env);
  assertEquals([found.endpoint, found.model, found.seed], [
    ["http://127.0.0.1:1/v1", "user file HOME/zerostack/config.json"],
    ["from-env", "environment ZEROSTACK_MODEL"],
    ["3", "option --seed"],
  ]);
});

Deno.test("config: a project narrows, and the listing says so", async () => {
  const found = await config({
    user: '{"exclude":["a"],"budgetTokens":9000}',
    project: '{"exclude":["b"],"budgetTokens":8000,"localOnly":true}',
  });
  assertEquals([found.exclude[0], found.budgetTokens, found.localOnly], [
    "a b",
    ["8000", "project file REPO/.zerostack.json"],
    ["yes", "project file REPO/.zerostack.json"],
  ]);
});

Deno.test("config: --no-config leaves every file unread", async () => {
  const found = await config({ user: "{ broken", project: "{ broken" }, ["--no-config"]);
  assertEquals(found.endpoint[1], "default");
});

Deno.test("config: a key is told of and never shown", async () => {
  const found = await config({}, [], { ZEROSTACK_API_KEY: "sk-secret" });
  assertEquals(found.key, ["set", "environment ZEROSTACK_API_KEY"]);
});

const HOSTILE: readonly string[] = [
  ...SETTINGS.filter(({ narrows }) => narrows === undefined).map(({ key }) => `{"${key}":1}`),
  '{"endpoint":"http://192.0.2.1/v1"}',
  '{"allowHosts":["192.0.2.1"]}',
  '{"__proto__":{"endpoint":"http://192.0.2.1/v1"}}',
  '{"localOnly":false,"keyFile":"/etc/passwd"}',
  "[]",
  "null",
  "{",
  "x".repeat(70_000),
];

for (const project of HOSTILE) {
  Deno.test(`config: a project's file is refused, or changes nothing: ${project.slice(0, 60)}`, async () => {
    const outcome = await runConfig({ project }, []);
    assertEquals(outcome.status, 78, outcome.stdout);
    assertStringIncludes(outcome.stderr, "E_CONFIG: Cannot ");
    assertEquals(outcome.stdout, "");
  });
}

Deno.test("config: a project's file that is a link is not followed", async () => {
  await using repository = await makeRepository({ "other.json": '{"localOnly":true}' });
  await Deno.symlink("other.json", `${repository.path}/.zerostack.json`);
  const outcome = await runZerostack(["config"], { cwd: repository.path });
  assertEquals(outcome.status, 78);
  assertStringIncludes(outcome.stderr, "it is not a regular file");
});

Deno.test("config: context leaves out what the configuration excludes", async () => {
  await using repository = await makeRepository({
    ".zerostack.json": '{"exclude":["*.secret"]}',
    "a.ts": "export const greeting = 1;\n",
    "b.secret": "greeting greeting greeting\n",
  });
  const outcome = await runZerostack(["context", "change greeting"], { cwd: repository.path });
  assertEquals(outcome.status, 0, outcome.stderr);
  assertEquals(outcome.stdout.includes("greeting greeting"), false);
  assertStringIncludes(outcome.stdout, "export const greeting");
});

Deno.test("config: every setting has an option, in the listing and in the command that obeys it", () => {
  const listed = COMMANDS.find(({ name }) => name === "config")!.flags;
  for (const { key } of SETTINGS) {
    assertEquals(listed.filter((flag) => flag.setting === key).length, 1, key);
    const others = COMMANDS.filter(({ name }) => name !== "config");
    assertEquals(others.some(({ flags }) => flags.some((flag) => flag.setting === key)), true, key);
  }
});
