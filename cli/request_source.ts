/**
 * From options and operands to a request: the repository, a prompt, and what stdin says.
 *
 * @module
 */

import { packContext, sortRecords } from "../lib/context/mod.ts";
import { excludeFiles } from "../lib/exclude.ts";
import { HIDING_FILES } from "../lib/host/hiding_files.ts";
import { createReadHistory } from "../lib/host/history/mod.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createListPaths } from "../lib/host/list_paths.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import type { FindDefinitionsOptions } from "../lib/map/mod.ts";
import { rankFiles } from "../lib/map/rank.ts"; // alone: most calls map nothing
import type { CountTokens, Listing, ReadFile } from "../lib/ports.ts";
import type { DefinitionPlace } from "../lib/ranking.ts";
import { createCountTokens } from "../lib/token_count.ts";
import type { AnswerForm, Asked, DiagnosticRecord, RequestRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { findWindow } from "./find_window.ts";
import { type ListedInput, readListedInput } from "./listed_input.ts";
import type { ModelSource } from "./model_source.ts";
import { loadNamedTokenizer } from "./named_tokenizer.ts";
import { readPrompt } from "./prompt.ts";
import { toRepositoryPath } from "./repository_path.ts";
import { letGo, startEarly } from "./start_early.ts";

const DEFAULT_BUDGET_TOKENS = 16_000;
const BUDGET_SHARE = 3 / 4;

/** What the caller knows about the answer. */
export interface PackOptions {
  /** The form that the answer should have. Default: the one of `context`. */
  readonly answer?: AnswerForm;
  /** The model's window, as its server says; `--window` wins. */
  readonly windowTokens?: number;
  /** Findings that steer the ranking, besides those of stdin. Default none. */
  readonly findings?: readonly DiagnosticRecord[];
  /** What the model asked to see, besides what answers on stdin ask. Default nothing. */
  readonly asked?: readonly string[];
  /** How often the model may still ask to see more. Default: as `--more` says. */
  readonly moreRounds?: number;
  /** Reads the files that go in. Default: those of the repository, as they are. */
  readonly readFile?: ReadFile;
  /** Tokens of the budget that are left for messages after the request. Default 0. */
  readonly reserveTokens?: number;
}

/** Packs the request of a command, as often as it is called. */
export interface PackRequest {
  /** Packs it. */
  (known?: PackOptions): Promise<RequestRecord>;
  /** Counts what it costs. */
  readonly countTokens: CountTokens;
}

/**
 * Packs the request of a command with `CONTEXT_FLAGS` and the operands `PROMPT [-]`.
 *
 * @throws {Failure} With `E_USAGE` unless there is exactly one prompt.
 */
export async function packRequest(
  invocation: Invocation,
  known: PackOptions = {},
): Promise<RequestRecord> {
  return await (await openPacker(invocation))(known);
}

/**
 * Reads what a request is made from, but the files: stdin can be read only once.
 *
 * @throws {Failure} With `E_USAGE` unless there is exactly one prompt.
 */
export async function openPacker(invocation: Invocation): Promise<PackRequest> {
  const { options, io } = invocation;
  const { prompt, readsInput } = readPrompt(invocation);
  const tokenizer = startEarly(loadNamedTokenizer(invocation));
  const input = readsInput
    ? await readListedInput(io.stdin(), { isNul: options.has("null") })
    : { paths: [], records: [] };
  const root = findRoot(io.directory);
  const listing = excludeFiles(await listRepository(root, input), options.list("exclude"));
  const tell = input.paths.length > 0 ? io.report : io.detail;
  for (const { path, why } of listing.skipped) tell(`passed over "${path}": ${why}`);
  const visitFiles = createVisitFiles(root, { isListed: true });
  const readHistory = createReadHistory(root, io.detail);
  const { findings, asked, ...sorted } = sortRecords(input.records);
  const countTokens = createCountTokens(await tokenizer);
  const pack = async (known: PackOptions = {}) => {
    const windowTokens = options.count("window") ?? known.windowTokens;
    const limitTokens = options.count("budget") ?? toBudget(windowTokens);
    const request = await packContext(prompt, {
      listing,
      readFile: known.readFile ?? createReadFile(root),
      rankFiles: (query) => rankFiles(query, { files: listing.files, visitFiles, readHistory }),
      countTokens,
      limitTokens: limitTokens - (known.reserveTokens ?? 0),
      windowTokens,
      named: options.list("file").map((path) => toRepositoryPath(path, root, io.directory)),
      answer: known.answer,
      isRedacted: options.has("redact"),
      explain: options.has("explain") ? io.report : undefined,
      ...sorted,
      findings: [...findings, ...known.findings ?? []],
      asked: [...known.asked ?? [], ...asked],
      moreRounds: known.moreRounds ?? options.count("more"),
      findDefinitions: (name) => findByName(name, { files: listing.files, visitFiles }),
    });
    for (const wish of request.asked ?? []) io.report(printAsked(wish));
    return request;
  };
  return Object.assign(pack, { countTokens });
}

/** Grammars are loaded only when a model asks for a name. */
async function findByName(
  name: string,
  sources: Omit<FindDefinitionsOptions, "loadGrammar">,
): Promise<readonly DefinitionPlace[]> {
  const [{ createGrammarLoader }, { findDefinitions }] = await Promise.all([
    import("../lib/host/grammars.ts"),
    import("../lib/map/mod.ts"),
  ]);
  return await findDefinitions(name, { ...sources, loadGrammar: createGrammarLoader() });
}

function printAsked({ wish, shown, why }: Asked): string {
  const lines = shown.map(({ path, startLine, endLine, sizeBytes }) =>
    `${path}:${startLine}-${endLine - 1} (${sizeBytes} bytes)`
  );
  return `the model asks for ${JSON.stringify(wish)}: ${
    why === undefined ? `shown: ${lines.join(", ")}` : `refused: ${why}`
  }`;
}

/** Packs requests for a model that can be asked for its window. */
export async function openPackerForModel(
  invocation: Invocation,
  source: ModelSource,
): Promise<PackRequest> {
  const windowTokens = startEarly(findWindow(invocation, source));
  await letGo();
  const pack = await openPacker(invocation);
  const packForModel = async (known: PackOptions = {}) =>
    await pack({ windowTokens: await windowTokens, ...known });
  return Object.assign(packForModel, { countTokens: pack.countTokens });
}

/** The files of the repository, or just those that stdin names. */
export async function listRepository(root: string, { paths }: ListedInput): Promise<Listing> {
  const options = { hidingFiles: HIDING_FILES };
  return await (paths.length > 0
    ? createListPaths(root, paths, options)
    : createListFiles(root, options))();
}

function toBudget(windowTokens: number | undefined): number {
  if (windowTokens === undefined) return DEFAULT_BUDGET_TOKENS;
  return Math.floor(windowTokens * BUDGET_SHARE);
}
