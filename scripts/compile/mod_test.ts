import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { COMMANDS, findCommand } from "../../cli/commands.ts";
import { Failure } from "../../lib/errors.ts";
import { artefact } from "../../tests/distribution.ts";
import { makeScratch, PROJECT_PATH, runProcess } from "../../tests/harness.ts";
import { buildBundle, PROGRAM_NAME } from "../bundle/mod.ts";
import { archivePath, findBaseBinary } from "./base_binary.ts";
import { compileArguments } from "./mod.ts";
import { bakedPermissions } from "./permissions.ts";
import { probeExecutable } from "./probe.ts";
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
  assertEquals(bakedPermissions(undefined, ["h:1"]), [
    "--no-prompt",
    "--allow-read=.",
    "--allow-net=h:1",
    "--allow-env",
  ]);
  for (const row of COMMANDS) {
    const flags = bakedPermissions(row, ["h:1"]).join(" ");
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

Deno.test("compileArguments() are ones that this runtime knows", async () => {
  // An entry that is not there: what it complains about comes after the arguments were taken.
  const args = compileArguments(findCommand("help"), { target: LINUX, hosts: ["127.0.0.1"] });
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

/** The bundle that executables are made of, which needs no permission to load its data. */
function heldBundle(): Promise<string> {
  return artefact(
    "held-bundle",
    (outPath) => buildBundle({ projectPath: PROJECT_PATH, outPath, holdsData: true }),
  );
}

/** A stand-in for an executable: its bundle, with flags where they would be baked in. */
async function probeStandIn(flags: readonly string[]): Promise<void> {
  await using scratch = await makeScratch();
  const path = `${scratch.path}/zerostack`;
  const program = `${await heldBundle()}/${PROGRAM_NAME}`;
  const command = [Deno.execPath(), "run", "-q", "--no-config", "--no-npm", ...flags, program];
  const script = `#!/bin/sh\nexport DENO_DIR='${scratch.path}/cache'\nexec ${
    command.join(" ")
  } "$@"\n`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  await probeExecutable(path);
}

Deno.test("the bundle of executables loads its data without a permission", async () => {
  const program = `${await heldBundle()}/${PROGRAM_NAME}`;
  const command = [Deno.execPath(), "run", "-q", "--no-prompt", "--no-config", program, "doctor"];
  const outcome = await runProcess(command, { cwd: "/" });
  assertStringIncludes(outcome.stdout, "ok       grammars");
});

Deno.test("probeExecutable() takes what has just the baked permissions", () =>
  probeStandIn(bakedPermissions(undefined, ["127.0.0.1"])));

Deno.test("probeExecutable() refuses what can do more", async () => {
  const baked = bakedPermissions(undefined, ["127.0.0.1"]);
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

Deno.test("probeExecutable() refuses a program that is not ours", async () => {
  const error = await assertRejects(() => probeExecutable(Deno.execPath()), Failure);
  assertStringIncludes(error.message, "--version says");
});
