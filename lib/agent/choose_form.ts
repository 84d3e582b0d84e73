import type { AnswerForm, RequestRecord } from "../types.ts";

/**
 * Most tokens of the files that are asked for whole. In `bench/results/patch_damage.json` a whole file
 * of up to 4 000 bytes, about this many tokens, costs four times as much as blocks do (some 630 tokens
 * more, which is less than asking twice), and nine times from there on.
 */
export const WHOLE_LIMIT_TOKENS = 1000;

/** Billions of parameters up to which a model counts as small. */
const SMALL_LIMIT = 14;
const SIZE_REGEXP = /(?:^|[^a-z0-9.])(\d+(?:\.\d+)?)b(?:[^a-z0-9]|$)/i;

/**
 * Chooses the form to ask for: whole files where the request shows few lines, all of them, and the
 * model is small or says nothing of its size; blocks otherwise.
 *
 * @param request The request as it is packed for blocks.
 * @param model The name of the model; absent when it is not known.
 */
export function chooseForm(request: RequestRecord, model?: string): AnswerForm {
  const billions = Number(SIZE_REGEXP.exec(model ?? "")?.[1] ?? 0);
  const { files } = request.base;
  const tokens = request.excerpts.reduce((sum, excerpt) => sum + excerpt.tokens, 0);
  const isSmall = files.length > 0 && files.every(({ isPart }) => !isPart) &&
    tokens <= WHOLE_LIMIT_TOKENS && request.budget.omitted.length === 0;
  return isSmall && billions <= SMALL_LIMIT ? "whole" : "search-replace";
}
