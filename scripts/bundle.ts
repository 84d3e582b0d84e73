/**
 * `deno task bundle`: makes the bundle in `dist/` and prints the digest of each file.
 *
 * @module
 */

import { buildBundle } from "./bundle/mod.ts";
import { PROJECT_PATH } from "./project.ts";
import { digestFile } from "./digests.ts";

const outPath = `${PROJECT_PATH}/dist`;
for (const name of await buildBundle({ projectPath: PROJECT_PATH, outPath })) {
  const { sizeBytes, digest } = await digestFile(`${outPath}/${name}`);
  console.log(`${digest}  ${name}  (${sizeBytes} bytes)`);
}
