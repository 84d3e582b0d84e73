/**
 * The bundle, run: from a file, from a web server, every command, and built twice.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { CommandRow } from "../cli/command.ts";
import { COMMANDS } from "../cli/commands.ts";
import { buildBundle, DATA_NAME, PROGRAM_NAME } from "../scripts/bundle/mod.ts";
import { artefact, copySources, hasProgram } from "./distribution.ts";
import {
  LOCKED,
  makeRepository,
  makeScratch,
  permissionFlags,
  printOutcome,
  PROJECT_PATH,
  runProcess,
  runZerostack,
} from "./harness.ts";
import { say } from "./model_answers.ts";
import { serveModel } from "./model_server.ts";
import { SAMPLE_FILES, SAMPLES } from "./samples.ts";

function bundle(): Promise<string> {
  return artefact("bundle", (outPath) => buildBundle({ projectPath: PROJECT_PATH, outPath }));
}

/** Nothing but the runtime: no configuration, no lock, no package. */
const PLAIN = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-config", "--no-npm"];

async function readFolder(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const entry of Deno.readDir(path)) {
    files[entry.name] = (await Deno.readFile(`${path}/${entry.name}`)).toBase64();
  }
  return files;
}

for (const row of COMMANDS) {
  Deno.test(`bundle: ${row.name} does the same as from source`, () => testCommand(row));
}

async function testCommand(row: CommandRow): Promise<void> {
  const path = await bundle();
  await using repository = await makeRepository(SAMPLE_FILES);
  const { args, stdin } = SAMPLES[row.name];
  const options = { cwd: repository.path, stdin };
  const wanted = await runZerostack([row.name, ...args], options);
  const flags = [
    ...permissionFlags(row.needs, repository.path),
    `--allow-read=${path}/${DATA_NAME}`,
  ];
  for (const start of [[`${path}/${PROGRAM_NAME}`, row.name], [`${path}/${row.name}.js`]]) {
    const command = [...PLAIN, ...flags, ...start, ...args];
    const outcome = await runProcess(command, options);
    assertEquals(outcome, wanted, printOutcome(command, outcome));
  }
}

Deno.test("bundle: starts from any web server with no permission to import", async () => {
  const path = await bundle();
  await using scratch = await makeScratch({ "a.txt": "hello\n" });
  const files = await readFolder(path);
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const name = new URL(request.url).pathname.slice(1);
      if (files[name] === undefined) return new Response("not here", { status: 404 });
      const type = name.endsWith(".js") ? "text/javascript" : "application/wasm";
      return new Response(Uint8Array.fromBase64(files[name]), {
        headers: { "content-type": type },
      });
    },
  );
  const base = `http://127.0.0.1:${server.addr.port}`;
  const env = { DENO_DIR: `${scratch.path}/cache` };
  const run = (...args: string[]) => runProcess([...PLAIN, ...args], { env, cwd: scratch.path });
  const version = await run(`${base}/${PROGRAM_NAME}`, "--version");
  assertEquals([version.status, version.stderr], [0, ""]);
  assertStringIncludes(version.stdout, "zerostack ");
  const help = await run(`${base}/help.js`, "tokens");
  assertStringIncludes(help.stdout, "usage: zerostack tokens");
  const tokens = await run("--allow-read=.", `${base}/tokens.js`, "a.txt");
  assertEquals(tokens.status, 0, printOutcome(["tokens"], tokens));
  const edit = "a.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";
  await using model = await serveModel({ answers: [say(edit)] });
  const granted = ["--allow-read=.", `--allow-net=${new URL(model.endpoint).host}`, "--allow-env"];
  const task = ["run", "say goodbye in a.txt", "--endpoint", model.endpoint];
  const patch = await run(...granted, `${base}/${PROGRAM_NAME}`, ...task);
  assertEquals(patch.status, 0, printOutcome(task, patch));
  assertStringIncludes(patch.stdout, "-hello\n+goodbye\n");
});

/** Another user, as far as a program can see, who lets nobody read his files. */
const AS_ANOTHER = [
  ..."unshare --user --map-user=1000 --map-group=1000 sh -c".split(" "),
  'umask 077; exec "$@"',
  "sh",
];
const canBeAnother = hasProgram(...AS_ANOTHER, "true");

Deno.test("bundle: is the same when another builds it, in another folder and time zone", async () => {
  const first = await readFolder(await bundle());
  await using other = await makeScratch();
  await copySources(`${other.path}/deep/project`);
  const cachePath = `${other.path}/cache`;
  await Deno.symlink(await findCache(), cachePath);
  const script = `import { buildBundle } from "./scripts/bundle/mod.ts";
    await buildBundle({ projectPath: Deno.cwd(), outPath: "${other.path}/out" });`;
  await Deno.writeTextFile(`${other.path}/deep/project/build.ts`, script);
  const command = [Deno.execPath(), "run", ...LOCKED, "-A", "build.ts"];
  const outcome = await runProcess([...(canBeAnother ? AS_ANOTHER : []), ...command], {
    cwd: `${other.path}/deep/project`,
    env: { DENO_DIR: cachePath, TZ: "Pacific/Chatham", LANG: "tr_TR.UTF-8", USER: "another" },
  });
  assertEquals(outcome.status, 0, outcome.stderr);
  const second = await readFolder(`${other.path}/out`);
  assertEquals(Object.keys(second).sort(), Object.keys(first).sort());
  for (const name of Object.keys(first)) {
    assert(second[name] === first[name], `${name} differs`);
  }
});

async function findCache(): Promise<string> {
  const outcome = await runProcess([Deno.execPath(), "info", "--json"]);
  return JSON.parse(outcome.stdout).denoDir;
}

Deno.test("bundle: holds no path of the machine that built it", async () => {
  const path = await bundle();
  const code = await Deno.readTextFile(`${path}/${PROGRAM_NAME}`);
  const ownPaths = code.replaceAll("}/root/proc", ""); // of a process, in the program of the cage
  for (const word of [PROJECT_PATH, Deno.env.get("HOME") ?? "/root/"]) {
    assert(!ownPaths.includes(word), `the bundle has "${word}" in it`);
  }
  assert(code.length > 1000 && (await Deno.stat(`${path}/${DATA_NAME}`)).size > 0);
});
