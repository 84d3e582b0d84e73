import { Failure, InputError } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";

/**
 * Refuses a prompt that lost something: the runtime puts U+FFFD in the place of bytes of an argument
 * that are not UTF-8, and a model would read that.
 *
 * @throws {InputError} When there is such a character.
 */
export function requireText(prompt: string): string {
  if (!prompt.includes("\ufffd")) return prompt;
  throw new InputError(
    "Cannot read the prompt: it is not UTF-8, or holds U+FFFD, which stands for bytes that are not",
  );
}

/** The prompt, and whether `-` follows it. */
export function readPrompt(
  { operands }: Invocation,
): { readonly prompt: string; readonly readsInput: boolean } {
  const [prompt, dash, ...others] = operands;
  if (prompt === undefined || prompt.trim() === "") {
    throw new Failure("E_USAGE", "Cannot pack a request: a prompt is expected");
  }
  if ((dash !== undefined && dash !== "-") || others.length > 0) {
    throw new Failure("E_USAGE", "Cannot pack a request: one prompt is expected: put it in quotes");
  }
  return { prompt: requireText(prompt), readsInput: dash === "-" };
}
