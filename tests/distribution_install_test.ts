/**
 * A release, installed from its folder into an empty place, run from there, and removed again.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { VERSION } from "../cli/help.ts";
import { sha256 } from "../scripts/digests.ts";
import { assembleRelease } from "../scripts/release/assemble.ts";
import { listFiles } from "../scripts/release/digest_list.ts";
import { signRelease } from "../scripts/release/sign.ts";
import { artefact, hasProgram } from "./distribution.ts";
import {
  makeRepository,
  makeScratch,
  type Outcome,
  PROJECT_PATH,
  runProcess,
  type Scratch,
} from "./harness.ts";

/** Starts what follows in a network of its own, which has nothing but itself. */
const ISOLATE = ["unshare", "--map-root-user", "--net"];
const canIsolate = hasProgram(...ISOLATE, "true");

/** A release without what takes long and is not installed. */
function release(): Promise<string> {
  return artefact("release", (outPath) =>
    assembleRelease({
      projectPath: PROJECT_PATH,
      outPath,
      epochSeconds: 0,
      withoutImages: true,
      withoutExecutables: true,
    }));
}

/** A copy of the release, signed, with a key to trust beside it. */
async function makeSigned(scratch: Scratch): Promise<{ from: string; signers: string }> {
  const from = `${scratch.path}/release`;
  await runProcess(["cp", "-r", await release(), from]);
  const key = `${scratch.path}/key`;
  await runProcess(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]);
  const signers = `${scratch.path}/signers`;
  await Deno.writeTextFile(signers, `zerostack-release ${await Deno.readTextFile(`${key}.pub`)}`);
  await signRelease(from, { sshKeyPath: key });
  return { from, signers };
}

async function install(from: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { DENO: Deno.execPath() };
  return await runProcess(["sh", `${from}/install.sh`, ...args], { env });
}

Deno.test("install: a signed release is installed, runs, and goes away without a trace", async () => {
  await using scratch = await makeScratch();
  await using repository = await makeRepository({ "a.txt": "hello\n" });
  const { from, signers } = await makeSigned(scratch);
  const prefix = `${scratch.path}/place with blanks/usr`;
  const installed = await install(from, "--prefix", prefix, "--signers", signers);
  assertEquals(installed.status, 0, installed.stderr);
  assertStringIncludes(installed.stdout, `installed zerostack ${VERSION} in ${prefix}`);
  const run = (...args: string[]) =>
    runProcess([`${prefix}/bin/zerostack`, ...args], {
      cwd: repository.path,
      env: { DENO: Deno.execPath() },
    });
  assertStringIncludes((await run("doctor")).stdout, "ok       grammars");
  assertStringIncludes((await run("context", "explain a.txt")).stdout, '"type":"request"');
  const files = listFiles(prefix);
  for (
    const name of [
      "share/man/man1/zerostack.1",
      "share/man/man1/zerostack-patch.1",
      "share/bash-completion/completions/zerostack",
      "share/zsh/site-functions/_zerostack",
      "share/fish/vendor_completions.d/zerostack.fish",
    ]
  ) assertEquals([name, files.includes(name)], [name, true]);
  await Deno.writeTextFile(`${prefix}/bin/other`, "of somebody else\n");
  const again = await install(from, "--prefix", prefix, "--signers", signers);
  assertEquals(again.status, 0, again.stderr);
  assertEquals(listFiles(prefix).sort(), [...files, "bin/other"].sort());
  const removed = await install(from, "--prefix", prefix, "--uninstall");
  assertEquals([removed.status, removed.stderr], [0, ""]);
  assertEquals(listFiles(prefix), ["bin/other"]);
  assertEquals(Array.from(Deno.readDirSync(prefix), (entry) => entry.name), ["bin"]);
});

Deno.test("install: nothing is installed unchecked, changed, or by a wrong digest", async () => {
  await using scratch = await makeScratch();
  const { from, signers } = await makeSigned(scratch);
  const prefix = `${scratch.path}/prefix`;
  const digest = await sha256(await Deno.readFile(`${from}/SHA256SUMS`));
  await Deno.writeTextFile(`${from}/zerostack.js`, "changed");
  const calls: readonly [readonly string[], number][] = [
    [[], 2],
    [["--signers", signers], 77],
    [["--digest", digest], 77],
    [["--digest", "0".repeat(64)], 77],
    [["--digest"], 2],
    [["--uninstall"], 66],
  ];
  for (const [args, status] of calls) {
    const outcome = await install(from, "--prefix", prefix, ...args);
    assertEquals([args, outcome.status], [args, status], outcome.stderr);
  }
  assertEquals(await Deno.lstat(prefix).catch(() => undefined), undefined);
});

Deno.test("install: a digest that is known is enough", async () => {
  await using scratch = await makeScratch();
  const from = await release();
  const digest = await sha256(await Deno.readFile(`${from}/SHA256SUMS`));
  const outcome = await install(from, "--prefix", `${scratch.path}/p`, "--digest", digest);
  assertEquals(outcome.status, 0, outcome.stderr);
});

/** Shells that a system may have as sh; the last has nothing else beside it either. */
const SHELLS: readonly (readonly string[])[] = [["dash"], ["bash", "--posix"], ["busybox", "sh"]];

for (const shell of SHELLS) {
  Deno.test({
    name: `install: ${shell[0]} installs, runs and removes without HOME, network and plain paths`,
    ignore: !hasProgram(...shell, "-c", "true") || !canIsolate,
    fn: async () => {
      await using scratch = await makeScratch({ "my work/a.txt": "hello\n" });
      const from = `${scratch.path}/the release`;
      await runProcess(["cp", "-r", await release(), from]);
      const digest = await sha256(await Deno.readFile(`${from}/SHA256SUMS`));
      const prefix = `${scratch.path}/a place/usr`;
      const path = `${scratch.path}/only these`;
      await Deno.mkdir(path);
      if (shell[0] === "busybox") await runProcess(["busybox", "--install", "-s", path]);
      const run = (...words: string[]) =>
        runProcess([...ISOLATE, "env", "-u", "HOME", ...shell, ...words], {
          cwd: `${scratch.path}/my work`,
          env: {
            DENO: Deno.execPath(),
            ...(shell[0] === "busybox" ? { PATH: `${path}:/sbin:/usr/sbin` } : {}),
          },
        });
      const place = ["--prefix", prefix];
      const installed = await run(`${from}/install.sh`, ...place, "--digest", digest);
      assertEquals([installed.status, installed.stderr], [0, ""]);
      assertStringIncludes(installed.stdout, `installed zerostack ${VERSION} in ${prefix}`);
      const program = `${prefix}/bin/zerostack`;
      const context = await run(program, "context", "explain a.txt");
      assertEquals([context.status, context.stderr], [0, ""]);
      assertStringIncludes(context.stdout, '"type":"request"');
      const removed = await run(`${from}/install.sh`, ...place, "--uninstall");
      assertEquals([removed.status, removed.stderr], [0, ""]);
      assertEquals(await Deno.lstat(prefix).catch(() => undefined), undefined);
    },
  });
}

Deno.test("install: the folder of another user that cannot be written to is told, and left", async () => {
  await using scratch = await makeScratch();
  const from = await release();
  const digest = await sha256(await Deno.readFile(`${from}/SHA256SUMS`));
  await Deno.writeTextFile(`${scratch.path}/file`, "");
  const prefix = `${scratch.path}/file/usr`; // nobody, not even root, can make a folder in a file
  const outcome = await install(from, "--prefix", prefix, "--digest", digest);
  assertEquals([outcome.status, outcome.stdout], [74, ""], outcome.stderr);
  assertStringIncludes(outcome.stderr, `install.sh: cannot write to ${prefix}`);
});
