/**
 * `deno task jsr`: makes the package for JSR in `dist/jsr/` and publishes it for show. What is left
 * to a person is `deno publish` in that folder.
 *
 * @module
 */

import { makeJsrPackage } from "./jsr/mod.ts";
import { readProgram } from "./process.ts";
import { PROJECT_PATH } from "./project.ts";
import { runTask } from "./task.ts";

await runTask(async () => {
  const outPath = `${PROJECT_PATH}/dist/jsr`;
  await Deno.mkdir(outPath, { recursive: true });
  await Deno.remove(outPath, { recursive: true });
  await makeJsrPackage(PROJECT_PATH, outPath);
  const command = [Deno.execPath(), "publish", "--dry-run", "--allow-dirty", "--quiet"];
  await readProgram(command, { cwd: outPath });
  console.log(`${outPath} can be published with: deno publish`);
});
