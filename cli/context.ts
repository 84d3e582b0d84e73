import { packContext, sortRecords, toOpenAiBody, toPlainText } from "../lib/context/mod.ts";
import { Failure } from "../lib/errors.ts";
import { HIDING_FILES } from "../lib/host/hiding_files.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createListPaths } from "../lib/host/list_paths.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { rankFiles } from "../lib/map/mod.ts";
import { estimateTokens } from "../lib/token_estimate.ts";
import type { RequestRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { type ListedInput, readListedInput } from "./listed_input.ts";
import { toRepositoryPath } from "./repository_path.ts";

const DEFAULT_BUDGET_TOKENS = 16_000;
const BUDGET_SHARE = 3 / 4;

/** `zerostack context`: packs a request for a prompt. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  const [prompt, dash, ...others] = operands;
  if (prompt === undefined || prompt.trim() === "") {
    throw new Failure("E_USAGE", "Cannot pack a request: a prompt is expected");
  }
  if ((dash !== undefined && dash !== "-") || others.length > 0) {
    throw new Failure("E_USAGE", "Cannot pack a request: one prompt is expected: put it in quotes");
  }
  const input = dash === "-"
    ? await readListedInput(io.stdin(), { isNul: options.has("null") })
    : { paths: [], records: [] };
  const root = findRoot(io.directory);
  const listing = await list(root, input);
  const tell = input.paths.length > 0 ? io.report : io.detail;
  for (const { path, why } of listing.skipped) tell(`passed over "${path}": ${why}`);
  const windowTokens = options.count("window");
  const visitFiles = createVisitFiles(root);
  const request = await packContext(prompt, {
    listing,
    readFile: createReadFile(root),
    rankFiles: (query) => rankFiles(query, { files: listing.files, visitFiles }),
    countTokens: estimateTokens,
    limitTokens: options.count("budget") ?? toBudget(windowTokens),
    windowTokens,
    named: options.list("file").map((path) => toRepositoryPath(path, root, io.directory)),
    ...sortRecords(input.records),
  });
  await io.write(print(request, options.choice("as", ["json", "text", "openai"]) ?? "json"));
  return OK;
}

async function list(root: string, { paths }: ListedInput) {
  const options = { hidingFiles: HIDING_FILES };
  return await (paths.length > 0
    ? createListPaths(root, paths, options)
    : createListFiles(root, options))();
}

function toBudget(windowTokens: number | undefined): number {
  if (windowTokens === undefined) return DEFAULT_BUDGET_TOKENS;
  return Math.floor(windowTokens * BUDGET_SHARE);
}

function print(request: RequestRecord, form: "json" | "text" | "openai"): string {
  switch (form) {
    case "json":
      return JSON.stringify(request) + "\n";
    case "text":
      return toPlainText(request);
    case "openai":
      return JSON.stringify(toOpenAiBody(request)) + "\n";
  }
}
