import type { CountTokens } from "../ports.ts";
import type { RankedFile, RankedPart } from "../ranking.ts";
import { addSpan, printView, type View } from "./view.ts";

/** What there is to select with. */
export interface SelectOptions {
  /** Reads the lines of a file; undefined when it is not there. */
  readonly load: (path: string) => Promise<readonly string[] | undefined>;
  /** Counts what a part costs. */
  readonly countTokens: CountTokens;
  /** Most tokens of all parts together. */
  readonly limitTokens: number;
}

/** Files up to this many lines are shown whole. */
const SMALL_LINES = 150;
/** With fewer tokens left than this, nothing useful fits any more. */
const LEAST_TOKENS = 40;

/**
 * Chooses what is shown: named files whole if they fit, then the best parts of all the others.
 *
 * @param files The files, best first.
 * @param options What to select with.
 * @returns One view a file, in the order of importance.
 */
export async function selectViews(
  files: readonly RankedFile[],
  options: SelectOptions,
): Promise<View[]> {
  const views = new Map<string, View>();
  let leftTokens = options.limitTokens;
  for (const { file, part } of orderParts(files)) {
    if (leftTokens < LEAST_TOKENS) break;
    const old = views.get(file.path) ?? await open(file, options);
    if (old === undefined) continue;
    const extended = addSpan(old, part);
    const cost = countView(extended, options) - countView(old, options);
    if (cost > leftTokens) continue;
    leftTokens -= cost;
    views.set(file.path, extended);
  }
  return [...views.values()];
}

async function open(file: RankedFile, { load }: SelectOptions): Promise<View | undefined> {
  const lines = await load(file.path);
  return lines === undefined ? undefined : { path: file.path, lines, spans: [] };
}

function countView(view: View, { countTokens }: SelectOptions): number {
  return view.spans.length === 0 ? 0 : countTokens(printView(view));
}

interface Wanted {
  readonly file: RankedFile;
  readonly part: RankedPart;
}

function orderParts(files: readonly RankedFile[]): Wanted[] {
  const named = files.filter((file) => file.isNamed)
    .map((file) => ({ file, part: toWhole(file) }));
  const parts = files.flatMap((file) =>
    file.lines <= SMALL_LINES
      ? [{ file, part: { ...toWhole(file), score: file.parts[0]?.score ?? file.score } }]
      : file.parts.map((part) => ({ file, part }))
  );
  return [...named, ...parts.toSorted((a, b) => b.part.score - a.part.score)];
}

function toWhole(file: RankedFile): RankedPart {
  return { startLine: 1, endLine: file.lines + 1, score: file.score };
}
