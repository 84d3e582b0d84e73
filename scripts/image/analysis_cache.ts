/**
 * The runtime's cache of what files import, made beforehand: a root that is read-only cannot keep
 * one, and looking through the program costs as much as starting the runtime. It is the same for
 * all processors; the cache of compiled code is not, and is left out.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { runProgram } from "../process.ts";

const NAME = "dep_analysis_cache_v2";
/** A database that cannot be written to is read beside these two: an empty log, and its index. */
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
    await analyse(programs, workPath);
    rewrite(`${workPath}/${NAME}`, `${workPath}/new`, [bundlePath, runPath]);
    const files = new Map<string, Uint8Array>([[NAME, await Deno.readFile(`${workPath}/new`)]]);
    for (const [suffix, sizeBytes] of COMPANIONS) {
      files.set(NAME + suffix, new Uint8Array(sizeBytes));
    }
    return files;
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
}

/** The runtime writes its cache on the side, and may end before all of it is there. */
async function analyse(programs: readonly string[], cachePath: string): Promise<void> {
  const command = [Deno.execPath(), "cache", "--quiet", "--no-config", "--no-npm", ...programs];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await runProgram(command, { env: { DENO_DIR: cachePath } });
    if (countAnalysed(`${cachePath}/${NAME}`) === programs.length) return;
  }
  throw new Error(`Cannot analyse ${programs.length} programs: the cache stays incomplete`);
}

const MOST_TRIES = 10;

function countAnalysed(path: string): number {
  using database = new DatabaseSync(path);
  const tables = "SELECT name FROM sqlite_master WHERE name = 'moduleinfocache'";
  if (database.prepare(tables).get() === undefined) return 0;
  return Number(database.prepare("SELECT count(*) AS count FROM moduleinfocache").get()!.count);
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
