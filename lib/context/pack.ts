import { digest } from "../digest.ts";
import { Failure } from "../errors.ts";
import type { CountTokens, Listing, ReadFile } from "../ports.ts";
import type { RankedFile, RankFiles, RankingQuery } from "../ranking.ts";
import type { AnswerForm, BaseFile, Excerpt, Message, Omission, RequestRecord } from "../types.ts";
import { printInstructions } from "./instructions.ts";
import { selectViews } from "./select.ts";
import { printSpan, printView, splitLines, type View } from "./view.ts";

/** What a request is made from. */
export interface ContextOptions {
  /** The files of the repository. */
  readonly listing: Listing;
  /** Reads those that go in. */
  readonly readFile: ReadFile;
  /** Says which those are. */
  readonly rankFiles: RankFiles;
  /** Counts what they cost. */
  readonly countTokens: CountTokens;
  /** Most tokens of the whole request. */
  readonly limitTokens: number;
  /** The model's window; absent when it is not known. */
  readonly windowTokens?: number;
  /** Files that come first, in this order. Default none. */
  readonly named?: readonly string[];
  /** Findings that steer the ranking. Default none. */
  readonly findings?: RankingQuery["findings"];
  /** Files and symbols that an earlier stage ranked. Default none. */
  readonly given?: RankingQuery["given"];
  /** The form that the answer should have. Default `search-replace`. */
  readonly answer?: AnswerForm;
}

/** Tokens that a chat template puts around each message. */
const MESSAGE_TOKENS = 4;
/** Where a repository says how to work in it. */
const AGENTS_PATH = "AGENTS.md";
const AGENTS_SHARE = 0.15;
const OMISSIONS_LIMIT = 20;

/**
 * Packs a request for a prompt.
 *
 * @param prompt The task, as the user wrote it.
 * @param options What to make it from.
 * @throws {Failure} With `E_WINDOW` when the prompt alone does not fit, `E_MISSING` when a named
 * file is not there.
 */
export async function packContext(prompt: string, options: ContextOptions): Promise<RequestRecord> {
  const { listing, countTokens, limitTokens, answer = "search-replace" } = options;
  const named = requireNamed(options);
  const system = printInstructions(answer);
  const agents = await readAgents(options);
  const fixed = [system, printUser(prompt, agents, "")];
  const fixedTokens = countMessages(fixed, countTokens);
  if (fixedTokens > limitTokens) {
    throw new Failure(
      "E_WINDOW",
      `Cannot pack the request: prompt and instructions take ${fixedTokens} tokens of ${limitTokens}`,
    );
  }
  const ranking = await options.rankFiles({
    prompt,
    named,
    findings: options.findings ?? [],
    given: options.given ?? [],
  });
  const loaded = createLoader(options.readFile);
  const files = ranking.files.filter((file) => file.path !== AGENTS_PATH);
  let views = await selectViews(files, {
    load: loaded.load,
    countTokens,
    limitTokens: limitTokens - fixedTokens,
  });
  let messages = toMessages(system, printUser(prompt, agents, printViews(views)));
  while (countMessages(messages.map((m) => m.content), countTokens) > limitTokens) {
    views = views.slice(0, -1);
    messages = toMessages(system, printUser(prompt, agents, printViews(views)));
  }
  return {
    type: "request",
    task: prompt,
    messages,
    answer,
    budget: {
      vocabulary: countTokens.vocabulary,
      exact: countTokens.exact,
      limitTokens,
      usedTokens: countMessages(messages.map((m) => m.content), countTokens),
      replyTokens: Math.max(0, (options.windowTokens ?? limitTokens) - limitTokens),
      omitted: listOmissions(files, views, ranking.excluded),
    },
    excerpts: views.flatMap((view) => toExcerpts(view, countTokens)),
    base: toBase(listing, loaded.digests(views)),
  };
}

function requireNamed({ listing, named = [] }: ContextOptions): readonly string[] {
  const known = new Set(listing.files.map((file) => file.path));
  for (const path of named) {
    if (!known.has(path)) {
      throw new Failure("E_MISSING", `Cannot pack "${path}": it is not a file of the repository`);
    }
  }
  return named;
}

function toMessages(system: string, user: string): Message[] {
  return [{ role: "system", content: system }, { role: "user", content: user }];
}

function countMessages(contents: readonly string[], countTokens: CountTokens): number {
  return contents.reduce((sum, content) => sum + MESSAGE_TOKENS + countTokens(content), 0);
}

/** Stable text first, the task last. */
function printUser(prompt: string, agents: string, excerpts: string): string {
  const parts = [
    agents === ""
      ? ""
      : `# How this repository wants to be worked in (${AGENTS_PATH})\n\n${agents}\n`,
    excerpts === "" ? "" : `# Excerpts of the repository\n\n${excerpts}`,
    `# Task\n\n${prompt.trim()}\n`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function printViews(views: readonly View[]): string {
  return views.map(printView).join("\n");
}

async function readAgents({ listing, readFile, countTokens, limitTokens }: ContextOptions) {
  if (!listing.files.some((file) => file.path === AGENTS_PATH)) return "";
  const content = await readFile(AGENTS_PATH);
  if (content === undefined) return "";
  const lines = splitLines(new TextDecoder().decode(content.bytes).trim());
  while (countTokens(lines.join("\n")) > limitTokens * AGENTS_SHARE) {
    lines.length = Math.floor(lines.length * 0.8);
  }
  return lines.join("\n");
}

/** Reads each file once, and remembers its digest. */
function createLoader(readFile: ReadFile) {
  const digests = new Map<string, string>();
  return {
    load: async (path: string): Promise<readonly string[] | undefined> => {
      const content = await readFile(path);
      if (content === undefined) return undefined;
      digests.set(path, await digest(content.bytes));
      return splitLines(new TextDecoder().decode(content.bytes));
    },
    digests: (views: readonly View[]): BaseFile[] =>
      views.map(({ path }) => ({ path, digest: digests.get(path)! }))
        .toSorted((a, b) => a.path < b.path ? -1 : 1),
  };
}

function toBase({ commit }: Listing, files: readonly BaseFile[]): RequestRecord["base"] {
  return commit === undefined ? { files } : { commit, files };
}

function toExcerpts(view: View, countTokens: CountTokens): Excerpt[] {
  return view.spans.map((span) => ({
    path: view.path,
    startLine: span.startLine,
    endLine: span.endLine,
    tokens: countTokens(printSpan(view, span)),
  }));
}

function listOmissions(
  files: readonly RankedFile[],
  views: readonly View[],
  excluded: readonly Omission[],
): Omission[] {
  const shown = new Set(views.map((view) => view.path));
  const left = files.filter((file) => !shown.has(file.path));
  return [...left.map(({ path }) => ({ path, why: "budget" })), ...excluded]
    .slice(0, OMISSIONS_LIMIT);
}
