import { Failure } from "../lib/errors.ts";
import { excludeFiles } from "../lib/exclude.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createReadHistory } from "../lib/host/history/mod.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { findRoot } from "../lib/host/repository.ts";
import { mapForPrompt, type MappedFile, mapRepository, printMap } from "../lib/map/mod.ts";
import { printRecords } from "../lib/ndjson.ts";
import type { DiagnosticRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { readListedInput } from "./listed_input.ts";
import { requireText } from "./prompt.ts";
import { listRepository } from "./request_source.ts";

/** `zerostack map`: the files of the repository and what they define, the best first. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  const form = options.choice("as", ["json", "text"]) ?? "json";
  if (operands.length > 1 || (operands.length === 1 && operands[0] !== "-")) {
    throw new Failure("E_USAGE", `Cannot map "${operands[0]}": the operand - or none is expected`);
  }
  const prompt = options.text("for");
  const limit = options.count("limit");
  const input = operands.length === 1
    ? await readListedInput(io.stdin(), { isNul: options.has("null") })
    : { paths: [], records: [] };
  const root = findRoot(io.directory);
  const listing = excludeFiles(await listRepository(root, input), options.list("exclude"));
  const tell = input.paths.length > 0 ? io.report : io.detail;
  for (const { path, why } of listing.skipped) tell(`passed over "${path}": ${why}`);
  const findings = input.records.filter((record) => record.type === "diagnostic");
  const files = await map({
    prompt: prompt === undefined ? undefined : requireText(prompt),
    findings: findings as unknown as readonly DiagnosticRecord[],
    sources: {
      files: listing.files,
      visitFiles: createVisitFiles(root),
      skimFiles: createVisitFiles(root, { isListed: true }),
      readHistory: createReadHistory(root, io.detail),
      loadGrammar: createGrammarLoader(),
      parseLimit: limit,
    },
  });
  if (files.length === 0) throw new Failure("E_NOTHING", "Cannot map: no file fits");
  await io.write(
    form === "text"
      ? printMap(files, { limit, isExplained: options.has("explain") })
      : printRecords(files.slice(0, limit).flatMap(({ file, symbols }) => [file, ...symbols])),
  );
  return OK;
}

async function map({ prompt, findings, sources }: {
  readonly prompt?: string;
  readonly findings: readonly DiagnosticRecord[];
  readonly sources: Parameters<typeof mapRepository>[0];
}): Promise<MappedFile[]> {
  if (prompt === undefined && findings.length === 0) return await mapRepository(sources);
  return await mapForPrompt({ prompt: prompt ?? "", named: [], findings, given: [] }, sources);
}
