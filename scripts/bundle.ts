/**
 * `deno task bundle [FOLDER]`: makes the bundle in a folder (default `dist/`) and prints the
 * digest of each file.
 *
 * @module
 */

import { buildBundle } from "./bundle/mod.ts";
import { digestFile } from "./digests.ts";
import { requireRuntime } from "./packages/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { runTask } from "./task.ts";

await runTask(async ([outPath = `${PROJECT_PATH}/dist`]) => {
  requireRuntime();
  for (const name of await buildBundle({ projectPath: PROJECT_PATH, outPath })) {
    const { sizeBytes, digest } = await digestFile(`${outPath}/${name}`);
    console.log(`${digest}  ${name}  (${sizeBytes} bytes)`);
  }
});
