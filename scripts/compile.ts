/**
 * `deno task compile [--target TARGET]... [--host HOST[:PORT]]... [--per-stage] [FOLDER]`: makes
 * executables in a folder (default `dist/bin/`). Without a target, one for this machine; `--target
 * all` makes them for every machine.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { Failure } from "../lib/errors.ts";
import { buildBundle } from "./bundle/mod.ts";
import { compile } from "./compile/mod.ts";
import { hostTarget, isTarget, type Target, TARGETS } from "./compile/targets.ts";
import { requireRuntime } from "./packages/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { runTask } from "./task.ts";

await runTask(async (args) => {
  requireRuntime();
  const parsed = parseArgs(args, {
    string: ["target", "host", "_"],
    collect: ["target", "host"],
    boolean: ["per-stage"],
    unknown: (arg, key) => {
      if (key !== undefined) throw new Failure("E_USAGE", `Cannot take option "${arg}"`);
    },
  });
  const targets = chooseTargets(parsed.target as readonly string[]);
  const hosts = parsed.host as readonly string[];
  const [outPath = `${PROJECT_PATH}/dist/bin`] = parsed._.map(String);
  const bundlePath = await Deno.makeTempDir({ prefix: "zerostack-bundle-" });
  try {
    await buildBundle({ projectPath: PROJECT_PATH, outPath: bundlePath, holdsData: true });
    const executables = await compile({
      bundlePath,
      outPath,
      targets,
      hosts: hosts.length > 0 ? hosts : undefined,
      perStage: parsed["per-stage"] === true,
    });
    for (const { name, digest, baseDigest, isProbed } of executables) {
      console.log(`${digest}  ${name}  (base ${baseDigest}${isProbed ? ", probed" : ""})`);
    }
  } finally {
    await Deno.remove(bundlePath, { recursive: true });
  }
});

function chooseTargets(names: readonly string[]): readonly Target[] {
  if (names.includes("all")) return TARGETS;
  if (names.length === 0) {
    const target = hostTarget();
    if (target === undefined) {
      throw new Failure("E_USAGE", `Cannot compile: --target names one of ${TARGETS.join(", ")}`);
    }
    return [target];
  }
  return names.map((name) => {
    if (isTarget(name)) return name;
    throw new Failure(
      "E_USAGE",
      `Cannot compile for "${name}": expected one of ${TARGETS.join(", ")}`,
    );
  });
}
