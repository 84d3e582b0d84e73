/**
 * Every command of the README, run as it stands there, by a newcomer: in a repository of his own,
 * the project at `~/zerostack`, the launcher in PATH, a model on this machine.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../cli/commands.ts";
import { makeRepository, makeScratch, printOutcome, PROJECT_PATH, runProcess } from "./harness.ts";
import { say } from "./model_answers.ts";
import { serveModel } from "./model_server.ts";

const FILES = {
  "src/list.ts": "export function parseArgs(args: string[]): string[] {\n  return args;\n}\n",
  "prompt.txt": "a short prompt\n",
};
const EDIT =
  "src/list.ts\n<<<<<<< SEARCH\n  return args;\n=======\n  return [...args];\n>>>>>>> REPLACE\n";
/** A tool of others, which only has to read what it is given. */
const OLLAMA = "#!/bin/sh\ncat >/dev/null\necho explained\n";

/** The commands of a text: its indented lines, without the notes at their ends. */
async function readCommands(): Promise<string[]> {
  const text = await Deno.readTextFile(`${PROJECT_PATH}/README.md`);
  return text.split("\n").filter((line) => line.startsWith("    "))
    .map((line) => line.replace(/ +# .*/, "").trim());
}

const commands = await readCommands();

Deno.test("the README has no command that is not tested here", () => {
  const unknown = commands.filter((line) =>
    !/\bzerostack\b/.test(line) && !/^npx -y deno@\S+ task \w+$/.test(line) &&
    !/^export /.test(line)
  );
  assertEquals(unknown, []);
});

Deno.test("the README names tasks and variables that there are", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${PROJECT_PATH}/deno.json`));
  const names = commands.flatMap((line) => /^npx -y deno@\S+ task (\w+)$/.exec(line)?.[1] ?? []);
  assert(names.length > 0);
  assertEquals(names.filter((name) => tasks[name] === undefined), []);
  const variables = commands.flatMap((line) => /^export (\w+)=/.exec(line)?.[1] ?? []);
  const known = new Set(COMMANDS.flatMap((row) => row.flags.map((flag) => flag.env)));
  assertEquals(variables.filter((name) => !known.has(name)), []);
});

for (const line of commands.filter((line) => /(^|[/| ])zerostack /.test(line))) {
  Deno.test(`the README is right: ${line}`, async () => {
    await using home = await makeScratch({ "bin/ollama": OLLAMA });
    await Deno.chmod(`${home.path}/bin/ollama`, 0o755);
    await Deno.symlink(PROJECT_PATH, `${home.path}/zerostack`);
    await Deno.symlink(`${PROJECT_PATH}/scripts/zerostack`, `${home.path}/bin/zerostack`);
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({ answers: [say(EDIT)] });
    const command = ["sh", "-c", line];
    const outcome = await runProcess(command, {
      cwd: repository.path,
      env: {
        HOME: home.path,
        PATH: `${home.path}/bin:${Deno.env.get("PATH")}`,
        DENO: Deno.execPath(),
        ZEROSTACK_ENDPOINT: server.endpoint,
      },
    });
    assertEquals(outcome.status, 0, printOutcome(command, outcome));
    const changed =
      await Deno.readTextFile(`${repository.path}/src/list.ts`) !== FILES["src/list.ts"];
    assertEquals(changed, line.includes("git apply"), printOutcome(command, outcome));
  });
}
