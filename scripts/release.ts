/**
 * `deno task release [--bump VERSION] [FOLDER]`: assembles a release (default `dist/release/`),
 * ready to be signed with `deno task sign`. With `--bump` it first makes what is unreleased the
 * changes of a new version, in the source; that is for a person to look at and to commit.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { Failure } from "../lib/errors.ts";
import { readEpoch } from "./epoch.ts";
import { requireRuntime } from "./packages/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { assembleRelease } from "./release/assemble.ts";
import { LIST_NAME } from "./release/digest_list.ts";
import { bumpVersion } from "./release/version.ts";
import { digestFile } from "./digests.ts";
import { runTask } from "./task.ts";

await runTask(async (args) => {
  requireRuntime();
  const parsed = parseArgs(args, {
    string: ["bump", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) throw new Failure("E_USAGE", `Cannot take option "${arg}"`);
    },
  });
  if (parsed.bump !== undefined) return await bump(parsed.bump as string);
  const [outPath = `${PROJECT_PATH}/dist/release`] = parsed._.map(String);
  await removeIfThere(outPath);
  const epochSeconds = await readEpoch(PROJECT_PATH);
  const notes = await assembleRelease({ projectPath: PROJECT_PATH, outPath, epochSeconds });
  for (const note of notes) console.error(`left out: ${note}`);
  const { digest } = await digestFile(`${outPath}/${LIST_NAME}`);
  console.log(`${outPath}\n${digest}  ${LIST_NAME}`);
});

async function bump(version: string): Promise<void> {
  const paths = { config: "deno.json", help: "cli/help.ts", changelog: "CHANGELOG.md" };
  const read = (path: string) => Deno.readTextFile(`${PROJECT_PATH}/${path}`);
  const texts = bumpVersion(
    {
      config: await read(paths.config),
      help: await read(paths.help),
      changelog: await read(paths.changelog),
    },
    version,
    new Date().toISOString().slice(0, 10),
  );
  await Deno.writeTextFile(`${PROJECT_PATH}/${paths.config}`, texts.config);
  await Deno.writeTextFile(`${PROJECT_PATH}/${paths.help}`, texts.help);
  await Deno.writeTextFile(`${PROJECT_PATH}/${paths.changelog}`, texts.changelog);
  console.log(`set to ${version} in ${Object.values(paths).join(", ")}`);
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
