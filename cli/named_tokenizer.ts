import { DEFAULT_VOCABULARY, loadTokenizer } from "../lib/host/vocabularies.ts";
import type { Tokenizer } from "../tokenizer/mod.ts";
import type { Invocation } from "./command.ts";

/** Loads the vocabulary that `VOCABULARY_FLAG` names. */
export async function loadNamedTokenizer({ options, io }: Invocation): Promise<Tokenizer> {
  const name = options.text("vocabulary") ?? DEFAULT_VOCABULARY;
  return await loadTokenizer(name, io.directory);
}
