/**
 * The vendored folder: building and testing in a network namespace that has no route.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sha256 } from "../scripts/digests.ts";
import { vendor } from "../scripts/vendor.ts";
import { artefact, hasProgram } from "./distribution.ts";
import { LOCKED, makeScratch, type Outcome, PROJECT_PATH, runProcess } from "./harness.ts";

/** A namespace of its own, with loopback and nothing else. */
const ISOLATE = ["unshare", "--map-root-user", "--net", "sh", "-c"];
const UP = 'ip link set lo up && test -z "$(ip route)" && exec "$@"';
const canIsolate = hasProgram(...ISOLATE, "ip link set lo up");

function vendored(): Promise<string> {
  return artefact(
    "vendor",
    (outPath) => vendor({ outPath, withoutPinnedFiles: true }),
    ["deno.json", "deno.lock", "import_map.json", "std", "scripts/vendor.ts"],
  );
}

/** Runs Deno without a network, on what was vendored. */
async function runOffline(cachePath: string, ...args: string[]): Promise<Outcome> {
  const [task, ...rest] = args;
  const command = [...ISOLATE, UP, "sh", Deno.execPath(), task, ...LOCKED, ...rest];
  return await runProcess(command, { cwd: PROJECT_PATH, env: { DENO_DIR: cachePath } });
}

/** A folder for the runtime in which only what it would have fetched is there already. */
async function withVendored(body: (cachePath: string) => Promise<void>): Promise<void> {
  const path = await vendored();
  await using cache = await makeScratch();
  for (const name of ["npm", "dl"]) {
    await Deno.symlink(`${path}/deno/${name}`, `${cache.path}/${name}`);
  }
  await body(cache.path);
}

Deno.test("vendor: names every file with its digest", async () => {
  const path = await vendored();
  const lines = (await Deno.readTextFile(`${path}/SHA256SUMS`)).trimEnd().split("\n");
  assert(lines.length > 100);
  for (const line of lines.filter((_, at) => at % 50 === 0)) {
    const [digest, name] = line.split("  ");
    assertEquals(await sha256(await Deno.readFile(`${path}/${name}`)), digest, name);
  }
});

Deno.test({
  name: "vendor: builds and tests without a network",
  ignore: !canIsolate,
  fn: () =>
    withVendored(async (cachePath) => {
      await using out = await makeScratch();
      const built = await runOffline(cachePath, "run", "-A", "scripts/bundle.ts", out.path);
      assertEquals(built.status, 0, built.stderr);
      const suites = [
        "lib/host/grammars_test.ts",
        "lib/host/list_files_test.ts",
        "lib/diff_test.ts",
      ];
      const tested = await runOffline(cachePath, "test", "-q", "-A", "--no-check", ...suites);
      assertEquals(tested.status, 0, tested.stdout + tested.stderr);
      assertStringIncludes(tested.stdout, "| 0 failed");
    }),
});

Deno.test({
  name: "vendor: without the folder, the same fails for lack of a network",
  ignore: !canIsolate,
  fn: async () => {
    await using empty = await makeScratch();
    const outcome = await runOffline(
      empty.path,
      "test",
      "-q",
      "-A",
      "--no-check",
      "lib/host/grammars_test.ts",
    );
    assert(outcome.status !== 0, "packages came from somewhere else");
  },
});
