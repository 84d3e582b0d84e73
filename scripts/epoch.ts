import { readProgram } from "./process.ts";

/**
 * The time that artefacts state: `SOURCE_DATE_EPOCH`, else that of the last commit, else 0. It
 * depends on the source alone, so that building twice gives the same bytes.
 *
 * @returns Seconds since 1970.
 */
export async function readEpoch(projectPath: string): Promise<number> {
  const given = Deno.env.get("SOURCE_DATE_EPOCH");
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  try {
    return Number(await readProgram(["git", "-C", projectPath, "log", "-1", "--format=%ct"]));
  } catch {
    return 0; // an unpacked archive has no commits
  }
}
