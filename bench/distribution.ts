/**
 * The artefacts: how large they are, how long the bundle takes to start against the bare runtime
 * (a hundred starts in a row, with the runtime's caches and where it cannot keep any), and how much
 * memory it takes.
 *
 *     deno task bench distribution
 *
 * @module
 */

import { buildBundle, DATA_NAME, PROGRAM_NAME } from "../scripts/bundle/mod.ts";
import { readDocuments } from "../scripts/image/documents.ts";
import { buildImages } from "../scripts/image/mod.ts";
import { packageFolders } from "../scripts/packages/mod.ts";
import { listFiles } from "../scripts/release/digest_list.ts";
import { makeRepository, makeScratch, PROJECT_PATH } from "../tests/harness.ts";
import { type Contender, interleave, keepResult, type Run, toRatios, toSpread } from "./measure.ts";

const STARTS = Number(Deno.args[0] ?? 100);

await using bundle = await makeScratch({ "empty.js": "" });
await buildBundle({ projectPath: PROJECT_PATH, outPath: bundle.path });
await using repository = await makeRepository({ "a.ts": "export const a = 1;\n" });

const start = [Deno.execPath(), "run", "-q", "--no-prompt", "--no-config"];
const granted = [`--allow-read=${repository.path},${bundle.path}/${DATA_NAME}`, "--allow-env"];
const program = `${bundle.path}/${PROGRAM_NAME}`;
const contender = (name: string, ...words: string[]): Contender => ({
  name,
  command: [...start, ...words],
  cwd: repository.path,
});
/** As in a read-only root, or without HOME: nothing was kept from the last start. */
const withoutCaches = (name: string, ...words: string[]): Contender => ({
  ...contender(name, ...words),
  env: { DENO_DIR: `${bundle.path}/empty.js/none` },
});
const contenders = [
  contender("bare", `${bundle.path}/empty.js`),
  contender("version", program, "--version"),
  withoutCaches("bareWithoutCaches", `${bundle.path}/empty.js`),
  withoutCaches("versionWithoutCaches", program, "--version"),
  contender("help", program, "help"),
  contender("tokens", ...granted, program, "tokens", "a.ts"),
  contender("map", ...granted, program, "map"),
];
const runs = await interleave(contenders, STARTS);
const bare = runs.get("bare")!;
const figures = Object.fromEntries(
  Array.from(runs, ([name, list]) => [name, {
    wallMs: toSpread(list.map((run) => run.wallMs)),
    toBare: toRatios(list, bare),
    // what a busy machine says least about: the best of each
    bestToBare: Math.round(100 * best(list) / best(bare)) / 100,
    peakMib: toSpread(list.map((run) => run.peakMib)),
    failed: list.filter((run) => run.status !== 0).length,
  }]),
);

function best(runs: readonly Run[]): number {
  return Math.min(...runs.map((run) => run.wallMs));
}

const result = {
  command: "deno task bench distribution",
  startsInARow: STARTS,
  bundleBytes: await sizesOf(bundle.path, [PROGRAM_NAME, DATA_NAME]),
  imageBytes: await measureImages(bundle.path),
  starts: figures,
};
console.log(JSON.stringify(result, null, 2));
await keepResult("distribution", result);

async function sizesOf(path: string, names: readonly string[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of names) sizes[name] = (await Deno.stat(`${path}/${name}`)).size;
  return sizes;
}

/** The compressed size of all layers of each processor's image. */
async function measureImages(bundlePath: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const architecture of ["amd64", "arm64"] as const) {
    await using image = await makeScratch();
    await buildImages({
      bundlePath,
      outPath: image.path,
      folders: packageFolders(PROJECT_PATH),
      documents: await readDocuments(PROJECT_PATH, 0),
      epochSeconds: 0,
      architectures: [architecture],
      layerCachePath: `${PROJECT_PATH}/dist/layers`,
      withoutArchives: true,
    });
    const blobs = listFiles(`${image.path}/image/blobs`).map((name) => `image/blobs/${name}`);
    const all = Object.values(await sizesOf(image.path, blobs));
    sizes[architecture] = all.reduce((sum, size) => sum + size, 0);
  }
  return sizes;
}
