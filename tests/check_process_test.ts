/** `check` as a process: how it ends, what it leaves, and many of it at once. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { digest } from "../lib/digest.ts";
import { testInCage } from "./cage_support.ts";
import {
  makeRepository,
  makeScratch,
  printOutcome,
  programCommand,
  runProcess,
  runZerostack,
  type Scratch,
} from "./harness.ts";

const DIFF = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-before\n+after\n";
const FILES = { "a.txt": "before\n" };

/** Name, size, time of change and content of everything in a folder, `.git` included. */
async function fingerprint(path: string): Promise<string> {
  const script = "find . -printf '%p %s %T@ %m\\n' | sort; find . -type f | sort | xargs sha256sum";
  return (await runProcess(["sh", "-c", script], { cwd: path })).stdout;
}

function processesOf(title: string): string[] {
  const { stdout } = new Deno.Command("ps", { args: ["-eo", "pid,stat,args"] }).outputSync();
  return new TextDecoder().decode(stdout).split("\n").filter((line) =>
    line.includes(title) && !/^\s*\d+ Z/.test(line) && !line.includes("check --")
  );
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    assert(tries < 200, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

testInCage("check passes the same bytes on, and says why not", async () => {
  await using repository = await makeRepository(FILES);
  const good = await runZerostack(["check", "--", "grep", "-q", "after", "a.txt"], {
    cwd: repository.path,
    stdin: DIFF,
  });
  assertEquals([good.status, good.stdout, good.stderr], [0, DIFF, ""]);
  const args = ["check", "--", "sh", "-c", "echo wrong; exit 7"];
  const bad = await runZerostack(args, { cwd: repository.path, stdin: DIFF });
  assertEquals([bad.status, bad.stdout], [1, ""], printOutcome(args, bad));
  assertEquals(
    bad.stderr,
    "wrong\nzerostack check: E_CHECK: Cannot pass the patch on: " +
      '"sh -c echo wrong; exit 7" ended with status 7\n',
  );
});

testInCage("check writes what it found as a record", async () => {
  await using repository = await makeRepository(FILES);
  await using reports = await makeScratch();
  const args = ["check", "--report", `${reports.path}/report`, "--", "sh", "-c", "echo no; exit 3"];
  const outcome = await runZerostack(args, {
    cwd: repository.path,
    stdin: DIFF,
    permissions: ["-A"],
  });
  assertEquals(outcome.status, 1, printOutcome(args, outcome));
  const report = JSON.parse(await Deno.readTextFile(`${reports.path}/report`));
  assertEquals({ ...report, durationMs: 0 }, {
    type: "check",
    patch: await digest(DIFF),
    command: ["sh", "-c", "echo no; exit 3"],
    ok: false,
    exitCode: 3,
    durationMs: 0,
    output: "no\n",
  });
});

testInCage(
  "check passes on what came before with its status, and never ends well without a patch",
  async () => {
    await using repository = await makeRepository(FILES);
    const check = async (stdin: string) =>
      (await runZerostack(["check", "--", "true"], { cwd: repository.path, stdin })).status;
    const error = {
      type: "error",
      stage: "model",
      status: 75,
      reason: "E_BUSY",
      message: "Cannot",
    };
    assertEquals(await check(JSON.stringify(error) + "\n"), 75);
    assertEquals(await check(""), 65);
    assertEquals(await check("\n"), 65);
    assertEquals(await check(DIFF.replace("before", "other")), 65);
  },
);

testInCage("check ends with 124 when the time of --timeout is over", async () => {
  await using repository = await makeRepository(FILES);
  const args = ["check", "--timeout", "1", "--", "sleep", "4712"];
  const outcome = await runZerostack(args, { cwd: repository.path, stdin: DIFF });
  assertEquals([outcome.status, outcome.stdout], [124, ""]);
  await until(() => processesOf("sleep 4712").length === 0, "the command is still there");
});

for (const [name, bare] of [["in a cage", false], ["without a cage", true]] as const) {
  for (const signal of ["SIGKILL", "SIGINT", "SIGTERM"] as const) {
    (bare ? Deno.test : testInCage)(
      `check ${name} leaves nothing when it ends by ${signal}`,
      () => testSignal(signal, bare),
    );
  }
}

async function testSignal(signal: Deno.Signal, bare: boolean): Promise<void> {
  await using repository = await makeRepository(FILES);
  await using temporary = await makeScratch();
  const title = `sleep 47${Deno.pid}${bare ? 1 : 0}`;
  const before = await fingerprint(repository.path);
  const child = startCheck(repository, {
    args: [...(bare ? ["--no-cage"] : []), "--", "sh", "-c", `${title} & ${title}`],
    temporary: temporary.path,
  });
  await until(() => processesOf(title).some((line) => !line.includes("sh -c")), "it never started");
  child.kill(signal);
  await child.output();
  await until(() => processesOf(title).length === 0, `alive: ${processesOf(title).join("\n")}`);
  const entries = () => Array.from(Deno.readDirSync(temporary.path), (entry) => entry.name);
  await until(() => entries().length === 0, `left behind: ${entries()}`);
  assertEquals(await fingerprint(repository.path), before);
}

function startCheck(
  repository: Scratch,
  options: { readonly args: readonly string[]; readonly temporary: string },
): Deno.ChildProcess {
  const [program, ...args] = programCommand(["-A"]);
  const child = new Deno.Command(program, {
    args: [...args, "check", ...options.args],
    cwd: repository.path,
    env: { TMPDIR: options.temporary },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  writer.write(new TextEncoder().encode(DIFF)).then(() => writer.close());
  return child;
}

testInCage(
  "check of one repository many times at once is right each time, and changes nothing",
  async () => {
    await using repository = await makeRepository(FILES);
    const before = await fingerprint(repository.path);
    const script = `for number in $(seq 20); do
      (
        printf -- '--- a/a.txt\\n+++ b/a.txt\\n@@ -1 +1 @@\\n-before\\n+after %s\\n' $number >"$OUT/$number"
        "$@" grep -q "after $number" a.txt <"$OUT/$number" | cmp - "$OUT/$number" && echo right
      ) &
    done; wait`;
    await using out = await makeScratch();
    const command = [...programCommand(["-A"]), "check", "--"];
    const outcome = await runProcess(["bash", "-c", script, "bash", ...command], {
      cwd: repository.path,
      env: { OUT: out.path },
    });
    const right = outcome.stdout.split("\n").filter((line) => line === "right").length;
    assertEquals([right, outcome.stderr], [20, ""]);
    assertEquals(await fingerprint(repository.path), before);
  },
);

testInCage("check says that there is no cage, and what to do", async () => {
  await using repository = await makeRepository(FILES);
  const script = `echo 0 >/proc/sys/user/max_user_namespaces
    exec setpriv --inh-caps=-all --bounding-set=-all -- "$@"`;
  const check = (...args: string[]) =>
    runProcess(
      ["unshare", "--map-root-user", "sh", "-c", script, "sh"]
        .concat(programCommand(["-A"]), "check", args, "--", "true"),
      { cwd: repository.path, stdin: DIFF },
    );
  const { status, stdout, stderr } = await check();
  assertEquals([status, stdout], [77, ""]);
  assertStringIncludes(stderr, "zerostack check: E_CAGE: Cannot build a cage: unshare");
  assertStringIncludes(stderr, "; --no-cage does without\n");
  assertEquals((await check("--no-cage")).stdout, DIFF);
});
