import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { COMMANDS, findCommand } from "../../cli/commands.ts";
import { Failure } from "../../lib/errors.ts";
import { heldBundle } from "../../tests/distribution.ts";
import { makeScratch, PROJECT_PATH, runProcess, type Scratch } from "../../tests/harness.ts";
import { PROGRAM_NAME } from "../bundle/mod.ts";
import { archivePath, findBaseBinary } from "./base_binary.ts";
import { compileArguments } from "./mod.ts";
import { bakedNeeds, bakedPermissions } from "./permissions.ts";
import { probeCommand, probePermissions, probeProgram } from "./probe.ts";
import { hostTarget, isProgramFor, TARGETS } from "./targets.ts";

const LINUX = "x86_64-unknown-linux-gnu";
const refuseDownload = () => Promise.reject(new Error("no network"));

/** The smallest header that names a machine. */
function header(magic: readonly number[], offset: number, machine: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(160);
  bytes.set(magic);
  bytes.set(machine, offset);
  return bytes;
}

const PE_HEADER = header([0x4d, 0x5a], 132, [0x64, 0x86]);
PE_HEADER[0x3c] = 128;
const HEADERS = [
  header([0x7f, 0x45, 0x4c, 0x46, 2, 1], 18, [62, 0]),
  header([0x7f, 0x45, 0x4c, 0x46, 2, 1], 18, [183, 0]),
  header([0xcf, 0xfa, 0xed, 0xfe], 4, [7, 0, 0, 1]),
  header([0xcf, 0xfa, 0xed, 0xfe], 4, [12, 0, 0, 1]),
  PE_HEADER,
];

Deno.test("isProgramFor() tells the machines apart", () => {
  const table = TARGETS.map((target) => HEADERS.map((bytes) => isProgramFor(target, bytes)));
  assertEquals(table, TARGETS.map((_, row) => HEADERS.map((_, column) => row === column)));
  assertEquals(TARGETS.some((target) => isProgramFor(target, new Uint8Array(3))), false);
});

Deno.test("findBaseBinary() takes DENORT_BIN, then the cache, then a download", async () => {
  await using scratch = await makeScratch({ denort: HEADERS[0] });
  const cachePath = `${scratch.path}/cache`;
  const path = archivePath(cachePath, LINUX).slice(scratch.path.length + 1);
  const download = () => scratch.write({ [path]: "fetched" });
  const find = (denortPath?: string) => findBaseBinary(LINUX, { denortPath, cachePath, download });
  assertEquals((await find(`${scratch.path}/denort`)).path, `${scratch.path}/denort`);
  assertEquals((await find()).path, `${scratch.path}/${path}`);
  await scratch.write({ [path]: "cached" });
  const cached = await findBaseBinary(LINUX, { cachePath, download: refuseDownload });
  assertEquals(cached.path, `${scratch.path}/${path}`);
});

Deno.test("findBaseBinary() says which file to bring where", async () => {
  const error = await assertRejects(
    () => findBaseBinary(LINUX, { cachePath: "/nonexistent", download: refuseDownload }),
    Failure,
  );
  assertEquals(error.reason, "E_BASE_BINARY");
  assertStringIncludes(
    error.message,
    `bring denort-${LINUX}.zip of Deno 2.9.6 to "/nonexistent/dl/release/v2.9.6/denort-${LINUX}.zip"`,
  );
});

Deno.test("findBaseBinary() never takes another program in its place", async () => {
  await using scratch = await makeScratch({ text: "no program", arm: HEADERS[1] });
  const wrong = new Map([
    [`${scratch.path}/gone`, "is not there"],
    [`${scratch.path}/text`, "is no program for that machine"],
    [`${scratch.path}/arm`, "is no program for that machine"],
  ]);
  if (hostTarget() === LINUX) wrong.set(Deno.execPath(), "is deno itself, expected denort");
  for (const [denortPath, state] of wrong) {
    const places = { denortPath, cachePath: scratch.path, download: refuseDownload };
    const error = await assertRejects(() => findBaseBinary(LINUX, places), Failure);
    assertEquals([error.reason, error.message.endsWith(state)], ["E_BASE_BINARY", true], state);
  }
});

Deno.test("bakedPermissions() grants the program no write and no process, and a command its row", () => {
  const hosts = ["h:1"];
  assertEquals(bakedPermissions(undefined, { hosts }), [
    "--no-prompt",
    "--allow-read=.",
    "--allow-net=h:1",
    "--allow-env",
  ]);
  for (const row of COMMANDS) {
    const flags = bakedPermissions(row, { hosts }).join(" ");
    assertEquals(
      ["read", "net", "run", "write"].map((name) => flags.includes(`--allow-${name}`)),
      [
        row.needs.read !== "none",
        row.needs.net === true,
        row.needs.run === true,
        row.needs.temp === true,
      ],
      row.name,
    );
  }
});

Deno.test("bakedPermissions() lets commands be started only where a site wants it", () => {
  const grants = { hosts: ["h:1"], allowCheck: true };
  assertEquals(bakedPermissions(undefined, grants), [
    "--no-prompt",
    "--allow-read=.,/tmp",
    "--allow-net=h:1",
    "--allow-run",
    "--allow-write=/tmp",
    "--allow-env",
  ]);
  const names = COMMANDS.filter((row) => bakedPermissions(row, grants).includes("--allow-run"))
    .map((row) => row.name);
  assertEquals(names, ["run", "lint", "check"]);
});

Deno.test("compileArguments() are ones that this runtime knows", async () => {
  // An entry that is not there: what it complains about comes after the arguments were taken.
  const args = compileArguments(findCommand("help"), LINUX, { hosts: ["127.0.0.1"] });
  const outcome = await runProcess([
    Deno.execPath(),
    ...args,
    "-o",
    "/nonexistent/x",
    "/nonexistent/x.js",
  ]);
  assertEquals(outcome.status, 1);
  assertStringIncludes(outcome.stderr, "Module not found");
});

/** A stand-in for an executable: its program, with flags where they would be baked in. */
async function makeStandIn(
  scratch: Scratch,
  flags: readonly string[],
  program: string,
): Promise<string> {
  const path = `${scratch.path}/zerostack`;
  const command = [Deno.execPath(), "run", "-q", "--no-config", "--no-npm", ...flags, program];
  const script = `#!/bin/sh\nexport DENO_DIR='${scratch.path}/cache'\nexec ${
    command.join(" ")
  } "$@"\n`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  return path;
}

async function probeStandIn(flags: readonly string[]): Promise<void> {
  await using scratch = await makeScratch();
  const path = await makeStandIn(scratch, flags, `${await heldBundle()}/${PROGRAM_NAME}`);
  await probeProgram(path, bakedNeeds(undefined, LOOPBACK));
}

const LOOPBACK = { hosts: ["127.0.0.1"] };
const ATTEMPTS_PATH = `${PROJECT_PATH}/scripts/compile/attempts.ts`;

Deno.test("the bundle of executables loads its data without a permission", async () => {
  const program = `${await heldBundle()}/${PROGRAM_NAME}`;
  const command = [Deno.execPath(), "run", "-q", "--no-prompt", "--no-config", program, "doctor"];
  const outcome = await runProcess(command, { cwd: "/" });
  assertStringIncludes(outcome.stdout, "ok       grammars");
});

Deno.test("probeProgram() takes what has just the baked permissions", () =>
  probeStandIn(bakedPermissions(undefined, LOOPBACK)));

Deno.test("probeProgram() refuses what can do more", async () => {
  const baked = bakedPermissions(undefined, LOOPBACK);
  const cases = new Map([
    ["--allow-read", "it can read outside of its folder"],
    ["--allow-write", "it can write"],
    ["--allow-net", "it can reach any host"],
  ]);
  for (const [flag, state] of cases) {
    const flags = [...baked.filter((word) => !word.startsWith(flag)), flag];
    const error = await assertRejects(() => probeStandIn(flags), Failure);
    assertEquals(
      [error.reason, error.message.endsWith(state)],
      ["E_BASE_BINARY", true],
      error.message,
    );
  }
});

Deno.test("probeProgram() refuses a program that is not ours", async () => {
  const needs = bakedNeeds(undefined, LOOPBACK);
  const error = await assertRejects(() => probeProgram(Deno.execPath(), needs), Failure);
  assertStringIncludes(error.message, "--version says");
});

Deno.test("probeCommand() refuses another command", async () => {
  await using scratch = await makeScratch();
  const path = await makeStandIn(scratch, [], `${await heldBundle()}/help.js`);
  await probeCommand(path, findCommand("help")!);
  const error = await assertRejects(() => probeCommand(path, findCommand("map")!), Failure);
  assertStringIncludes(error.message, "--help says");
});

for (const row of COMMANDS) {
  Deno.test(`probePermissions() lets through what ${row.name} needs, and nothing else`, async () => {
    await using scratch = await makeScratch();
    const path = await makeStandIn(scratch, bakedPermissions(row, LOOPBACK), ATTEMPTS_PATH);
    await probePermissions(path, row.needs, "127.0.0.1");
  });
}

Deno.test("probePermissions() refuses what can do more, and what can do less", async () => {
  const needs = bakedNeeds(undefined, LOOPBACK);
  const baked = bakedPermissions(undefined, LOOPBACK);
  const cases = new Map([
    ["--allow-read", "readOutside is true"],
    ["--allow-write", "writeInside is true, writeOutside is true"],
    ["--allow-net", "connectElsewhere is true"],
    ["--allow-run", "start is true"],
    ["--allow-ffi", "loadLibrary is true"],
    ["--allow-sys", "askSystem is true"],
    ["--allow-net=127.0.0.2", "connect is false"],
    ["--allow-read=/nonexistent", "readInside is false"],
  ]);
  for (const [flag, state] of cases) {
    await using scratch = await makeScratch();
    const name = flag.split("=")[0];
    const flags = [...baked.filter((word) => !word.startsWith(name)), flag];
    const path = await makeStandIn(scratch, flags, ATTEMPTS_PATH);
    const error = await assertRejects(() => probePermissions(path, needs, "127.0.0.1"), Failure);
    assertEquals(error.message.split(": ").at(-1), state);
  }
});
