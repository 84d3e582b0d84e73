/**
 * The runtime's cache of what files import, made beforehand: a root that is read-only cannot keep
 * one, and looking through the program costs as much as starting the runtime. It is the same for
 * all processors; the cache of compiled code is not, and is left out.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { runProgram } from "../process.ts";

const NAMES = ["dep_analysis_cache_v2", "node_analysis_cache_v2"];
/** Databases that cannot be written to are read beside these two: an empty log, and its index. */
const COMPANIONS = new Map([["-wal", 0], ["-shm", 32768]]);

/**
 * Makes the cache for a bundle.
 *
 * @param bundlePath The folder of the bundle.
 * @param runPath The folder that it will be in when it runs.
 * @returns The files of the cache, by name; the same bytes for the same bundle.
 */
export async function makeAnalysisCache(
  bundlePath: string,
  runPath: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const workPath = await Deno.makeTempDir({ prefix: "zerostack-cache-" });
  try {
    const programs = Array.from(Deno.readDirSync(bundlePath), (entry) => entry.name)
      .filter((name) => name.endsWith(".js")).map((name) => `${bundlePath}/${name}`);
    const command = [Deno.execPath(), "cache", "--quiet", "--no-config", "--no-npm"];
    await runProgram([...command, ...programs], { env: { DENO_DIR: workPath } });
    const files = new Map<string, Uint8Array>();
    for (const name of NAMES) {
      rewrite(`${workPath}/${name}`, `${workPath}/new`, [bundlePath, runPath]);
      files.set(name, await Deno.readFile(`${workPath}/new`));
      await Deno.remove(`${workPath}/new`);
      for (const [suffix, sizeBytes] of COMPANIONS) {
        files.set(name + suffix, new Uint8Array(sizeBytes));
      }
    }
    return files;
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
}

/** Writes a database anew: sorted, as that of files in another folder. */
function rewrite(fromPath: string, toPath: string, [bundlePath, runPath]: readonly string[]): void {
  using from = new DatabaseSync(fromPath);
  using to = new DatabaseSync(toPath);
  to.exec("PRAGMA page_size = 4096");
  const tables = from.prepare(
    "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  ).all();
  for (const { name, sql } of tables) {
    to.exec(String(sql));
    const columns = from.prepare(`PRAGMA table_info(${name})`).all().map((row) => String(row.name));
    // as text, since digests in it are larger than a number can be
    const texts = columns.map((column) => `CAST(${column} AS TEXT) AS ${column}`);
    const rows = from.prepare(`SELECT ${texts} FROM ${name} ORDER BY ${columns[0]}`).all();
    const add = to.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => "?")})`);
    for (const row of rows) {
      add.run(
        ...columns.map((column) => {
          const text = String(row[column]);
          return column === "specifier" ? moved(text, bundlePath, runPath) : text;
        }),
      );
    }
  }
  // The runtime would look for statistics and write what is missing, which fails here.
  to.exec("ANALYZE; PRAGMA journal_mode = wal");
}

function moved(specifier: string, bundlePath: string, runPath: string): string {
  return specifier.replace(
    new URL(`file://${bundlePath}/`).href,
    new URL(`file://${runPath}/`).href,
  );
}
