import type { Tokenizer } from "../tokenizer/mod.ts";
import type { CountTokens } from "./ports.ts";

/** Makes the port that counts exactly. */
export function createCountTokens(tokenizer: Tokenizer): CountTokens {
  return Object.assign((text: string) => tokenizer.countTokens(text), {
    vocabulary: tokenizer.vocabulary.name,
    exact: true,
  });
}
