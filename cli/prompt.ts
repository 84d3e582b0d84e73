import { Failure } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";

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
  return { prompt, readsInput: dash === "-" };
}
