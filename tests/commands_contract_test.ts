/**
 * What every row of the command table holds to, tried in a real process with the permissions of
 * its row: help, bad flag, empty stdin, bad input, closed stdout, a full disk, Ctrl-C, a terminal as stdin.
 *
 * @module
 */

import { testInCage } from "./cage_support.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { CommandRow } from "../cli/command.ts";
import { COMMANDS } from "../cli/commands.ts";
import {
  makeScratch,
  permissionFlags,
  printOutcome,
  programCommand,
  runProcess,
  runZerostack,
} from "./harness.ts";
import { makeSampleRepository, type Sample, SAMPLES } from "./samples.ts";

for (const row of COMMANDS) {
  const works = row.name === "check" ? testInCage : Deno.test; // what it says of a patch needs a cage
  const sample = SAMPLES[row.name];
  Deno.test(`contract: ${row.name} has a sample`, () => assert(sample !== undefined));
  if (sample === undefined) continue;
  Deno.test(`contract: ${row.name} --help prints its help and its examples`, () => testHelp(row));
  Deno.test(`contract: ${row.name} refuses an unknown option with status 2`, () =>
    testBadFlag(row));
  works(
    `contract: ${row.name} does what its sample says, twice the same`,
    () => testSample(row, sample),
  );
  works(
    `contract: ${row.name} ends with 141 when its reader is gone`,
    () => testClosedStdout(row, sample),
  );
  works(`contract: ${row.name} ends with 74 on a full disk`, () => testFullDisk(row, sample));
  if (sample.emptyStatus !== undefined) {
    Deno.test(`contract: ${row.name} takes an empty stdin`, () => testEmptyStdin(row, sample));
  }
  if (sample.badStdin !== undefined || sample.badArgs !== undefined) {
    works(`contract: ${row.name} refuses bad input in one line`, () => testBadInput(row, sample));
  }
  if (sample.stdin !== undefined) {
    Deno.test(`contract: ${row.name} ends with 130 on Ctrl-C`, () => testInterrupt(row, sample));
    Deno.test({
      name: `contract: ${row.name} refuses a terminal as stdin`,
      ignore: !hasScript(),
      fn: () => testTerminal(row, sample),
    });
  }
}

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync().success;
  } catch {
    return false; // util-linux is not on every machine; the test shows as ignored
  }
}

async function testHelp(row: CommandRow): Promise<void> {
  const outcome = await runZerostack([row.name, "--help"], { permissions: [] });
  assertEquals(
    [outcome.status, outcome.stderr],
    [0, ""],
    printOutcome([row.name, "--help"], outcome),
  );
  assertStringIncludes(outcome.stdout, `usage: zerostack ${row.name}`);
  for (const flag of row.flags) assertStringIncludes(outcome.stdout, `--${flag.name}`);
  for (const example of row.examples) assertStringIncludes(outcome.stdout, example);
}

async function testBadFlag(row: CommandRow): Promise<void> {
  const outcome = await runZerostack([row.name, "--no-such-option"], { permissions: [] });
  assertEquals(outcome.status, 2, printOutcome([row.name], outcome));
  assertEquals(outcome.stdout, "");
  assertStringIncludes(
    outcome.stderr,
    `zerostack ${row.name}: E_USAGE: Cannot take option "--no-such-option"`,
  );
}

async function testSample(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const args = [row.name, ...sample.args];
  const first = await runZerostack(args, { cwd: repository.path, stdin: sample.stdin });
  const second = await runZerostack(args, { cwd: repository.path, stdin: sample.stdin });
  assertEquals(first.status, 0, printOutcome(args, first));
  assert(first.stdout.length > 0);
  assertEquals(second.stdout, first.stdout);
  assertEquals(first.stderr, "", "silent on success");
}

async function testEmptyStdin(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const args = [row.name, ...sample.args];
  const outcome = await runZerostack(args, { cwd: repository.path, stdin: "" });
  assertEquals(outcome.status, sample.emptyStatus, printOutcome(args, outcome));
}

async function testBadInput(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const args = [row.name, ...(sample.badArgs ?? sample.args)];
  const outcome = await runZerostack(args, { cwd: repository.path, stdin: sample.badStdin });
  assertEquals(outcome.status, sample.badStatus ?? 65, printOutcome(args, outcome));
  assertMatch(outcome.stderr, new RegExp(`^zerostack ${row.name}: E_[A-Z_]+: [A-Z][^\\n]*\\n`));
  const records = outcome.stdout.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (row.records === undefined) assertEquals(records, []);
  else assertEquals(records.at(-1)?.type, "error");
}

/** The program as a word list of the shell, with redirections as a user would write them. */
function toShellLine(row: CommandRow, sample: Sample, root: string): string {
  const command = [...programCommand(permissionFlags(row.needs, root)), row.name, ...sample.args];
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

/** The program starts only when the reader of its pipe has closed it. */
async function testClosedStdout(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  await using gate = await makeScratch({ stdin: sample.stdin ?? "" });
  const script = `mkfifo '${gate.path}/gate'
    ( read -r _ < '${gate.path}/gate'
      ${toShellLine(row, sample, repository.path)} < '${gate.path}/stdin' ) |
    ( exec <&-; echo go > '${gate.path}/gate' )
    exit "\${PIPESTATUS[0]}"`;
  const outcome = await runProcess(["bash", "-c", script], { cwd: repository.path });
  assertEquals([outcome.status, outcome.stderr], [141, ""]);
}

async function testFullDisk(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const script = `${toShellLine(row, sample, repository.path)} > /dev/full`;
  const outcome = await runProcess(["bash", "-c", script], {
    cwd: repository.path,
    stdin: sample.stdin ?? "",
  });
  assertEquals(outcome.status, 74, outcome.stderr);
  assertStringIncludes(outcome.stderr, 'E_IO: Cannot write "stdout"');
}

/** A write of so many bytes ends only after the other side has read some of them. */
const MORE_THAN_A_PIPE_BYTES = 256 * 1024;

/** The program waits for its input when the signal comes. */
async function testInterrupt(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const command = [
    ...programCommand(permissionFlags(row.needs, repository.path)),
    row.name,
    ...sample.args,
  ];
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: repository.path,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdin = child.stdin.getWriter();
  await stdin.write(new Uint8Array(MORE_THAN_A_PIPE_BYTES).fill(0x20)); // it reads, and waits for more
  child.kill("SIGINT");
  const { signal, stdout } = await child.output();
  await stdin.close().catch(() => {});
  assertEquals([signal, stdout.length], ["SIGINT", 0]);
}

async function testTerminal(row: CommandRow, sample: Sample): Promise<void> {
  await using repository = await makeSampleRepository(sample);
  const line = toShellLine(row, sample, repository.path);
  const outcome = await runProcess(["script", "-qec", line, "/dev/null"], { cwd: repository.path });
  assertEquals(outcome.status, 2, outcome.stdout);
  assertStringIncludes(outcome.stdout, "E_USAGE: Cannot read stdin: it is a terminal");
}

Deno.test("contract: help and the version end with 74 on a full disk", async () => {
  for (const option of ["--version", "--help", "patch --help"]) {
    const script = `${programCommand([]).join(" ")} ${option} > /dev/full`;
    const outcome = await runProcess(["sh", "-c", script]);
    assertEquals(outcome.status, 74, printOutcome([script], outcome));
    assertStringIncludes(outcome.stderr, 'E_IO: Cannot write "stdout"');
  }
});
