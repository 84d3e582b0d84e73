/**
 * The models of a command that may ask several.
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
