/**
 * The models of a command that may ask several, and how much they can read.
 *
 * @module
 */

import type { Invocation } from "./command.ts";
import { type ModelSource, openModelSource } from "./model_source.ts";

/** One source for each model that was named, or one for the model that is served. */
export async function openSources(
  { options, io }: Invocation,
  stack: DisposableStack,
): Promise<ModelSource[]> {
  const models = options.list("model");
  const sources: ModelSource[] = [];
  for (const model of models.length === 0 ? [undefined] : models) {
    sources.push(stack.use(await openModelSource(options, io, model)));
  }
  return sources;
}

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
