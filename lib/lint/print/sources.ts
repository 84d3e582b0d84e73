import { Failure } from "../../errors.ts";
import type { ReadFile } from "../../ports.ts";
import type { DiagnosticRecord } from "../../types.ts";
import { type SourceText, toSourceText } from "../source_text.ts";

/** Reads each file that records are about; undefined for one that is not text or may not be read. */
export async function readSources(
  records: readonly DiagnosticRecord[],
  readFile: ReadFile,
): Promise<ReadonlyMap<string, SourceText | undefined>> {
  const sources = new Map<string, SourceText | undefined>();
  for (const path of new Set(records.map(({ location }) => location?.path))) {
    if (path !== undefined) sources.set(path, await readSource(path, readFile));
  }
  return sources;
}

async function readSource(path: string, readFile: ReadFile): Promise<SourceText | undefined> {
  try {
    const content = await readFile(path);
    return content === undefined ? undefined : toSourceText(content.bytes);
  } catch (error) {
    if (error instanceof Failure) return undefined; // what may not be read has no columns
    throw error;
  }
}
