/**
 * How much models can read; apart from what opens them, which a command that asks none does without.
 *
 * @module
 */

import type { Invocation } from "./command.ts";
import type { ModelSource } from "./model_source.ts";

/** One request is packed for all, so the smallest window counts. */
export async function findSmallestWindow(
  invocation: Invocation,
  sources: readonly ModelSource[],
): Promise<number | undefined> {
  const windows: number[] = [];
  for (const source of sources) {
    const windowTokens = await findWindow(invocation, source);
    if (windowTokens !== undefined) windows.push(windowTokens);
  }
  return windows.length === 0 ? undefined : Math.min(...windows);
}

/**
 * The window of a model, as its server says; nothing is asked under `--dry-run`, or where the
 * options say how much there may be.
 */
export async function findWindow(
  { options }: Invocation,
  source: ModelSource,
): Promise<number | undefined> {
  const isKnown = ["window", "budget", "dry-run"].some((name) => options.has(name));
  return isKnown ? undefined : (await source.findWindow())?.windowTokens;
}
