/**
 * `deno task compile [OPTION]... [FOLDER]`: makes executables in a folder (default `dist/bin/`).
 *
 *     --target TARGET     the machine to make it for; several, or all (default: this one)
 *     --host HOST[:PORT]  where the model may be; several (default: this machine)
 *     --per-stage         one executable for each command, with the permissions of its row alone
 *     --allow-check       run --check, check and lint may start commands (default: they may not)
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { COMMANDS } from "../cli/commands.ts";
import { Failure } from "../lib/errors.ts";
import { buildBundle } from "./bundle/mod.ts";
import { compile, findBases } from "./compile/mod.ts";
import { hostTarget, isTarget, type Target, TARGETS } from "./compile/targets.ts";
import { requireRuntime } from "./packages/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { runTask } from "./task.ts";

await runTask(async (args) => {
  requireRuntime();
  const parsed = parseArgs(args, {
    string: ["target", "host", "_"],
    collect: ["target", "host"],
    boolean: ["per-stage", "allow-check"],
    unknown: (arg, key) => {
      if (key !== undefined) throw new Failure("E_USAGE", `Cannot take option "${arg}"`);
    },
  });
  const targets = chooseTargets(parsed.target as readonly string[]);
  const hosts = parsed.host as readonly string[];
  const [outPath = `${PROJECT_PATH}/dist/bin`] = parsed._.map(String);
  await findBases(targets); // or it is missing only when everything else is done
  const bundlePath = await Deno.makeTempDir({ prefix: "zerostack-bundle-" });
  try {
    await buildBundle({ projectPath: PROJECT_PATH, outPath: bundlePath, holdsData: true });
    const executables = await compile({
      bundlePath,
      outPath,
      targets,
      hosts: hosts.length > 0 ? hosts : undefined,
      rows: parsed["per-stage"] === true ? COMMANDS : undefined,
      allowCheck: parsed["allow-check"] === true,
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
