/**
 * `deno task image [OPTION]... [FOLDER]`: makes the images in a folder (default `dist/`): `image/`,
 * an OCI layout, and one archive for `docker load` for each processor.
 *
 *     --host HOST[:PORT]    where the model may be; several (default: this machine)
 *     --executables FOLDER  what `deno task compile` made, to be used where it has an executable in
 *                           the place of the runtime and the bundle (default: these)
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { Failure } from "../lib/errors.ts";
import { buildBundle } from "./bundle/mod.ts";
import { readEpoch } from "./epoch.ts";
import { buildImages } from "./image/mod.ts";
import { readDocuments } from "./image/documents.ts";
import { packageFolders, requireRuntime } from "./packages/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { runTask } from "./task.ts";

await runTask(async (args) => {
  requireRuntime();
  const parsed = parseArgs(args, {
    string: ["host", "executables", "_"],
    collect: ["host"],
    unknown: (arg, key) => {
      if (key !== undefined) throw new Failure("E_USAGE", `Cannot take option "${arg}"`);
    },
  });
  const [outPath = `${PROJECT_PATH}/dist`] = parsed._.map(String);
  const hosts = parsed.host as readonly string[];
  const epochSeconds = await readEpoch(PROJECT_PATH);
  const bundlePath = await Deno.makeTempDir({ prefix: "zerostack-bundle-" });
  try {
    await buildBundle({ projectPath: PROJECT_PATH, outPath: bundlePath });
    const names = await buildImages({
      bundlePath,
      outPath,
      epochSeconds,
      folders: packageFolders(PROJECT_PATH),
      documents: await readDocuments(PROJECT_PATH, epochSeconds),
      hosts: hosts.length > 0 ? hosts : undefined,
      executablesPath: parsed.executables as string | undefined,
    });
    console.log(names.join("\n"));
  } finally {
    await Deno.remove(bundlePath, { recursive: true });
  }
});
