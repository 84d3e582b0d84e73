import { Failure } from "../errors.ts";
import type { CountTokens, Listing, ReadFile } from "../ports.ts";
import type { FindDefinitions, RankedFile, RankFiles, Ranking, RankingQuery } from "../ranking.ts";
import type { AnswerForm, Asked, Excerpt, Message, Omission, RequestRecord } from "../types.ts";
import { resolveAsked, type Resolved, settleAsked } from "./asked.ts";
import { explainPacking } from "./explain.ts";
import { printInstructions } from "./instructions.ts";
import { type Chosen, dropLast, selectParts, toViews } from "./select.ts";
import {
  createOpenSource,
  isSecretIn,
  type OpenSource,
  refuseSecrets,
  type Source,
  toSource,
} from "./source.ts";
import { printFindings, printMore, printUserMessage, type UserMessage } from "./user_message.ts";
import { createViewPrinter, isWhole, type View, type ViewPrinter } from "./view.ts";

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
  /** Findings that steer the ranking, and that the model reads. Default none. */
  readonly findings?: RankingQuery["findings"];
  /** What failed checks wrote; it steers the ranking, and the model reads it. Default none. */
  readonly reports?: readonly string[];
  /** Files and symbols that an earlier stage ranked. Default none. */
  readonly given?: RankingQuery["given"];
  /** What the model asked to see, in all its answers so far, the last first. Default nothing. */
  readonly asked?: readonly string[];
  /** How often the model may still ask to see more. Default 0. */
  readonly moreRounds?: number;
  /** Finds what it asks for by name. Default: only paths can be asked for. */
  readonly findDefinitions?: FindDefinitions;
  /** The form that the answer should have. Default `search-replace`. */
  readonly answer?: AnswerForm;
  /** Whether credentials are replaced by placeholders, instead of refused. Default no. */
  readonly isRedacted?: boolean;
  /** Takes lines that say why each file is in, and what was left out. Default: nobody asks. */
  readonly explain?: (line: string) => void;
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
 * file is not there, `E_SECRET` when a credential would go in.
 */
export async function packContext(prompt: string, options: ContextOptions): Promise<RequestRecord> {
  const { answer = "search-replace", isRedacted = false, findings = [], reports = [] } = options;
  const named = requireNamed(options);
  const open = createOpenSource(options.readFile, isRedacted);
  const task = toSource("prompt", prompt, isRedacted);
  const found = toSource("findings", printFindings(findings, reports), isRedacted);
  const agents = await readAgents(options, open);
  const empty: UserMessage = {
    agents: agents.lines.join("\n"),
    findings: found.lines.join("\n"),
    task: task.lines.join("\n"),
    excerpts: "",
    more: "",
  };
  const { asked = [], moreRounds = 0 } = options;
  const system = printInstructions(answer, moreRounds > 0);
  const draft = createDraft(system, { empty, moreRounds, countTokens: options.countTokens });
  const ranking = await options.rankFiles({
    prompt: [prompt, ...reports].join("\n"),
    named,
    findings,
    given: options.given ?? [],
  });
  const resolved = await resolveAsked(asked, { ...options, excluded: ranking.excluded, open });
  const packed = await packFiles(ranking, { draft, open, options, resolved });
  refuseSecrets([
    ...[task, found, agents].flatMap(({ name, findSecrets }) =>
      findSecrets().map((secret) => ({ name, secret }))
    ),
    ...await findShownSecrets(packed.views, open),
  ]);
  const omitted = listOmissions(ranking, packed.views);
  if (options.explain !== undefined) {
    explainPacking(ranking.files, packed.views, omitted).forEach(options.explain);
  }
  return {
    type: "request",
    task: empty.task,
    messages: packed.messages,
    answer,
    budget: {
      vocabulary: options.countTokens.vocabulary,
      exact: options.countTokens.exact,
      limitTokens: options.limitTokens,
      usedTokens: packed.usedTokens,
      replyTokens: Math.max(0, (options.windowTokens ?? 0) - options.limitTokens),
      omitted: omitted.slice(0, OMISSIONS_LIMIT),
    },
    excerpts: packed.views.flatMap((view) => toExcerpts(view, draft.printer)),
    ...(asked.length > 0 && { asked: packed.asked }),
    base: await toBase(options.listing, packed.views, open),
  };
}

function requireNamed({ listing, named = [] }: ContextOptions): readonly string[] {
  const known = new Set(listing.files.map((file) => file.path));
  const skipped = new Map(listing.skipped.map(({ path, why }) => [path, why]));
  for (const path of named) {
    const why = skipped.get(path);
    if (why !== undefined) {
      throw new Failure("E_PATH", `Cannot pack "${path}": it is never offered to a model: ${why}`);
    }
    if (!known.has(path)) {
      throw new Failure("E_MISSING", `Cannot pack "${path}": it is not a file of the repository`);
    }
  }
  return named;
}

/** A request that lacks its excerpts. */
interface Draft {
  /** Prints and counts the excerpts. */
  readonly printer: ViewPrinter;
  /** The messages with some excerpts in them, and what became of what was asked for. */
  readonly print: (views: readonly View[], asked: readonly Asked[]) => Message[];
  /** Tokens of messages. */
  readonly count: (messages: readonly Message[]) => number;
}

function createDraft(
  system: string,
  { empty, moreRounds, countTokens }: {
    readonly empty: UserMessage;
    readonly moreRounds: number;
    readonly countTokens: CountTokens;
  },
): Draft {
  const printer = createViewPrinter(countTokens);
  return {
    printer,
    print: (views, asked) => [
      { role: "system", content: system },
      {
        role: "user",
        content: printUserMessage({
          ...empty,
          excerpts: views.map(printer.print).join("\n"),
          more: printMore(asked, moreRounds),
        }),
      },
    ],
    count: (messages) =>
      messages.reduce((sum, { content }) => sum + MESSAGE_TOKENS + countTokens(content), 0),
  };
}

/** Texts that follow each other take at most so many tokens less than each for itself. */
const SEAM_TOKENS = 4;

/** What fits. */
interface Packed {
  readonly usedTokens: number;
  readonly views: readonly View[];
  readonly messages: Message[];
  readonly asked: readonly Asked[];
}

/** Packs as many parts as fit; the counts on the way are estimates, the last one decides. */
async function packFiles(
  ranking: Ranking,
  { draft, open, options, resolved }: {
    readonly draft: Draft;
    readonly open: OpenSource;
    readonly options: ContextOptions;
    readonly resolved: readonly Resolved[];
  },
): Promise<Packed> {
  const { limitTokens, countTokens } = options;
  const fixedTokens = draft.count(draft.print([], await settleAsked(resolved, [])));
  if (fixedTokens > limitTokens) {
    throw new Failure(
      "E_WINDOW",
      `Cannot pack the request: prompt and instructions take ${fixedTokens} tokens of ${limitTokens}`,
    );
  }
  let chosen: readonly Chosen[] = await selectParts(
    ranking.files.filter((file) => file.path !== AGENTS_PATH),
    {
      open,
      countTokens,
      limitTokens: limitTokens - fixedTokens,
      asked: resolved.flatMap(({ places }) => places),
    },
  );
  let views = toViews(chosen);
  for (;; views = dropLast(views, chosen), chosen = chosen.slice(0, -1)) {
    if (fixedTokens + estimate(views, draft.printer) > limitTokens) continue;
    const asked = await settleAsked(resolved, views);
    const messages = draft.print(views, asked);
    const usedTokens = draft.count(messages);
    if (usedTokens <= limitTokens || chosen.length === 0) {
      return { views, messages, asked, usedTokens };
    }
  }
}

/** Tokens that views take at least, without counting them together. */
function estimate(views: readonly View[], printer: ViewPrinter): number {
  return views.reduce(
    (sum, view) => sum + printer.count(view) - SEAM_TOKENS * (view.spans.length + 1),
    0,
  );
}

async function readAgents(
  { listing, countTokens, limitTokens }: ContextOptions,
  open: OpenSource,
): Promise<Source> {
  const isThere = listing.files.some((file) => file.path === AGENTS_PATH);
  const source = isThere ? await open(AGENTS_PATH) : undefined;
  if (source === undefined) return { name: AGENTS_PATH, lines: [], findSecrets: () => [] };
  let lines = source.lines;
  while (countTokens(lines.join("\n")) > limitTokens * AGENTS_SHARE) {
    lines = lines.slice(0, Math.floor(lines.length * 0.8));
  }
  return { ...source, lines };
}

async function findShownSecrets(views: readonly View[], open: OpenSource) {
  const found = await Promise.all(views.map(async ({ path, spans }) => {
    const secrets = (await open(path))?.findSecrets() ?? [];
    return secrets.filter((secret) => spans.some((span) => isSecretIn(secret, span)))
      .map((secret) => ({ name: path, secret }));
  }));
  return found.flat();
}

async function toBase(
  { commit }: Listing,
  views: readonly View[],
  open: OpenSource,
): Promise<RequestRecord["base"]> {
  const files = await Promise.all(views.map(async (view) => {
    const { path } = view;
    const source = await open(path);
    const isPart = isWhole(view) ? {} : { isPart: true } as const;
    return source === undefined ? [] : [{ path, digest: await source.digest(), ...isPart }];
  }));
  const sorted = files.flat().toSorted((a, b) => a.path < b.path ? -1 : 1);
  return commit === undefined ? { files: sorted } : { commit, files: sorted };
}

function toExcerpts(view: View, printer: ViewPrinter): Excerpt[] {
  return view.spans.map((span) => ({
    path: view.path,
    startLine: span.startLine,
    endLine: span.endLine,
    tokens: printer.countSpan(view, span),
  }));
}

/** What is not in the request, most wanted first; a file that nothing speaks for is not missed. */
function listOmissions({ files, excluded }: Ranking, views: readonly View[]): Omission[] {
  const shown = new Set(views.map((view) => view.path));
  const isMissed = (file: RankedFile) =>
    !shown.has(file.path) && file.path !== AGENTS_PATH && file.score > 0;
  const left = files.filter(isMissed).map(({ path }) => ({ path, why: "budget" }));
  return [...left, ...excluded];
}
