import type { FlagRow } from "./command.ts";

/** The option that names a vocabulary, of every command that counts tokens. */
export const VOCABULARY_FLAG: FlagRow = {
  name: "vocabulary",
  value: "NAME|FILE",
  env: "ZEROSTACK_VOCABULARY",
  setting: "vocabulary",
  reads: true,
  help: "o200k_base (default), o200k_harmony, cl100k_base, a tokenizer.json or a GGUF model",
};
