import type { FlagRow } from "./command.ts";
import { VOCABULARY_FLAG } from "./vocabulary_flag.ts";

/** The options of every command that packs a request. */
export const CONTEXT_FLAGS: readonly FlagRow[] = [
  { name: "file", value: "PATH", many: true, help: "put PATH first, and whole if it fits" },
  {
    name: "exclude",
    value: "PATTERN",
    many: true,
    setting: "exclude",
    help: "leave out files and folders that PATTERN fits, as in .gitignore",
  },
  { name: "null", short: "z", help: "with -: NUL ends a path, as git ls-files -z writes them" },
  {
    name: "budget",
    value: "TOKENS",
    env: "ZEROSTACK_BUDGET",
    setting: "budgetTokens",
    help: "at most TOKENS in all (default: 3/4 of the window where it is known, else 16000)",
  },
  {
    name: "window",
    value: "TOKENS",
    env: "ZEROSTACK_WINDOW",
    setting: "windowTokens",
    help: "the model's context window",
  },
  VOCABULARY_FLAG,
  {
    name: "redact",
    help: "put placeholders in the place of credentials, instead of refusing to send them",
  },
  {
    name: "more",
    value: "N",
    help: "let the model ask at most N times to see more of the repository (default 0)",
  },
  { name: "explain", help: "say on stderr why each file is in, and what was left out" },
];

/** The form that the model is asked to write its edits in. */
export const FORMAT_FLAG: FlagRow = {
  name: "format",
  value: "FORM",
  help: "ask for edits as search-replace (default), whole, udiff, apply-patch or json",
};
