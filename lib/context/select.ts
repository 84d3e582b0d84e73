import type { CountTokens } from "../ports.ts";
import type { DefinitionPlace, RankedFile, RankedPart } from "../ranking.ts";
import type { OpenSource } from "./source.ts";
import { addSpan, type View } from "./view.ts";

/** What there is to select with. */
export interface SelectOptions {
  /** Opens a file; undefined when it is not there. */
  readonly open: OpenSource;
  /** Counts what a part costs. */
  readonly countTokens: CountTokens;
  /** Most tokens of all parts together. */
  readonly limitTokens: number;
  /** What the model asked for: it comes first, and is cut if it is too much. Default nothing. */
  readonly asked?: readonly DefinitionPlace[];
}

/** A part of a file that is wanted, and what it costs. */
export interface Chosen {
  /** Path from the repository root. */
  readonly path: string;
  /** Lines of the file. */
  readonly lines: readonly string[];
  /** What is wanted of it. */
  readonly part: RankedPart;
}

/** With fewer tokens left than this, nothing useful fits any more. */
const LEAST_TOKENS = 40;
/** What the heading of an excerpt, its fence and its share of the outline cost. */
const HEADING_TOKENS = 20;
/** A file that the user named is whole if it takes no more than this share. */
const NAMED_SHARE = 0.8;

/**
 * Chooses what is shown: named files whole if they fit, then the best parts of all the others.
 *
 * @param files The files, best first.
 * @param options What to select with.
 * @returns The parts in the order of importance, as many as probably fit.
 */
export async function selectParts(
  files: readonly RankedFile[],
  options: SelectOptions,
): Promise<Chosen[]> {
  const chosen: Chosen[] = [];
  const shown = new Map<string, Set<number>>();
  let leftTokens = options.limitTokens;
  for (const place of options.asked ?? []) {
    const source = await options.open(place.path);
    if (source === undefined) continue;
    const lines = shown.get(place.path) ?? new Set<number>();
    const room = leftTokens - (1 - NAMED_SHARE) * options.limitTokens;
    const { part, cost } = cutToFit(source.lines, { ...place, score: Infinity }, {
      lines,
      countTokens: options.countTokens,
      room,
    });
    if (part === undefined) continue;
    leftTokens -= cost;
    for (let line = part.startLine; line < part.endLine; line++) lines.add(line);
    shown.set(place.path, lines);
    chosen.push({ path: place.path, lines: source.lines, part });
  }
  for (const { file, part, isWhole } of orderParts(files)) {
    if (leftTokens < LEAST_TOKENS) break;
    const source = await options.open(file.path);
    if (source === undefined) continue;
    const lines = shown.get(file.path) ?? new Set<number>();
    const cost = countPart(source.lines, part, { lines, countTokens: options.countTokens });
    if (cost > (isWhole ? NAMED_SHARE * options.limitTokens : leftTokens)) continue;
    if (cost > leftTokens) continue;
    leftTokens -= cost;
    for (let line = part.startLine; line < part.endLine; line++) lines.add(line);
    shown.set(file.path, lines);
    chosen.push({ path: file.path, lines: source.lines, part });
  }
  return chosen;
}

/** One view a file, in the order of importance. */
export function toViews(chosen: readonly Chosen[]): View[] {
  const views = new Map<string, View>();
  for (const { path, lines, part } of chosen) {
    const { startLine, endLine } = part;
    const view = views.get(path) ?? { path, lines, spans: [] };
    views.set(path, addSpan(view, { startLine, endLine }));
  }
  return [...views.values()];
}

/** The views without the part that was chosen last; those of other files stay the same objects. */
export function dropLast(views: readonly View[], chosen: readonly Chosen[]): View[] {
  const { path } = chosen[chosen.length - 1];
  const left = toViews(chosen.slice(0, -1).filter((part) => part.path === path));
  return views.flatMap((view) => view.path === path ? left : [view]);
}

function countPart(
  text: readonly string[],
  { startLine, endLine }: RankedPart,
  { lines, countTokens }: {
    readonly lines: ReadonlySet<number>;
    readonly countTokens: CountTokens;
  },
): number {
  const fresh: string[] = [];
  for (let line = startLine; line < endLine; line++) {
    if (!lines.has(line)) fresh.push(text[line - 1] ?? "");
  }
  if (fresh.length === 0) return 0;
  const continues = lines.has(startLine - 1) || lines.has(endLine);
  return countTokens(fresh.join("\n") + "\n") + (continues ? 0 : HEADING_TOKENS);
}

/** The longest beginning of a part that fits. */
function cutToFit(
  text: readonly string[],
  part: RankedPart,
  { room, ...counting }: Parameters<typeof countPart>[2] & { readonly room: number },
): { readonly part?: RankedPart; readonly cost: number } {
  const costTo = (endLine: number) => countPart(text, { ...part, endLine }, counting);
  if (costTo(part.endLine) <= room) return { part, cost: costTo(part.endLine) };
  let [fits, tooFar] = [part.startLine, part.endLine];
  while (tooFar - fits > 1) {
    const middle = Math.floor((fits + tooFar) / 2);
    if (costTo(middle) <= room) fits = middle;
    else tooFar = middle;
  }
  if (fits === part.startLine) return { cost: 0 };
  return { part: { ...part, endLine: fits }, cost: costTo(fits) };
}

interface Wanted {
  readonly file: RankedFile;
  readonly part: RankedPart;
  readonly isWhole: boolean;
}

function orderParts(files: readonly RankedFile[]): Wanted[] {
  const named = files.filter((file) => file.isNamed)
    .map((file) => ({ file, part: toWhole(file), isWhole: true }));
  const parts = files.flatMap((file) => file.parts.map((part) => ({ file, part, isWhole: false })));
  return [...named, ...parts.toSorted((a, b) => b.part.score - a.part.score)];
}

function toWhole(file: RankedFile): RankedPart {
  return { startLine: 1, endLine: file.lines + 1, score: file.parts[0]?.score ?? file.score };
}
