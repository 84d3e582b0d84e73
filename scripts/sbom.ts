/**
 * `deno task sbom [FOLDER]`: writes the bills of materials to a folder (default `dist/`).
 *
 * @module
 */

import { readEpoch } from "./epoch.ts";
import { PROJECT_PATH } from "./project.ts";
import { BILL_NAMES, writeBills } from "./sbom/mod.ts";
import { runTask } from "./task.ts";

await runTask(async ([outPath = `${PROJECT_PATH}/dist`]) => {
  await Deno.mkdir(outPath, { recursive: true });
  const epochSeconds = await readEpoch(PROJECT_PATH);
  const components = await writeBills(outPath, { projectPath: PROJECT_PATH, epochSeconds });
  console.log(`${components.length} components in ${BILL_NAMES.join(" and ")}`);
});
