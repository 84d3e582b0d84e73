import { CAGE_FLAGS } from "./cage_flags.ts";
import type { FlagRow } from "./command.ts";
import { FORMAT_FLAG } from "./context_flags.ts";
import { MODEL_FLAGS } from "./model_flags.ts";

/** How often a model is asked; a setting of the user as well. */
export const ATTEMPTS_FLAG: FlagRow = {
  name: "attempts",
  value: "N",
  env: "ZEROSTACK_ATTEMPTS",
  setting: "attempts",
  help: "most answers to ask for when edits do not fit or the check fails (default 3)",
};

/** What may be spent. */
export const BUDGET_FLAGS: readonly FlagRow[] = [
  { name: "max-turns", value: "N", help: "ask for at most N answers in all" },
  { name: "max-tokens-total", value: "N", help: "use at most N tokens in all" },
  { name: "max-cost", value: "N", help: "spend at most N, at the prices of --prices" },
  {
    name: "prices",
    value: "FILE",
    reads: true,
    help:
      'what models cost for a million tokens: {"MODEL": {"input": N, "cached": N, "output": N}}',
  },
];

/** The form of the answers; a setting of the user as well, for models by their name. */
export const RUN_FORMAT_FLAG: FlagRow = {
  ...FORMAT_FLAG,
  value: "[MODEL=]FORM",
  many: true,
  setting: "formats",
  help:
    "ask for edits as search-replace, whole, udiff, apply-patch or json (default: whole where " +
    "little is shown to a small or unknown model, else search-replace); several are candidates " +
    "against each other",
};

/** The options that make an agent of `run`. */
const AGENT_FLAGS: readonly FlagRow[] = [
  ATTEMPTS_FLAG,
  {
    name: "no-model",
    env: "ZEROSTACK_NO_MODEL",
    help: "do what a command can do, and ask no model for the rest",
  },
  {
    name: "check",
    value: "CMD",
    help: "let only a patch out on which the shell command CMD succeeds, in a cage",
  },
  { name: "check-timeout", value: "SECONDS", help: "longest time for CMD (default 600)" },
  { name: "check-net", help: "let CMD use the network" },
  ...CAGE_FLAGS,
  RUN_FORMAT_FLAG,
  {
    name: "candidates",
    value: "N",
    help: "ask N times at once, with other seeds; the first that passes stops the others",
  },
  ...BUDGET_FLAGS,
  { name: "keep", value: "FILE", writes: true, help: "write the best patch that failed to FILE" },
  { name: "report", value: "FILE", writes: true, help: "write what was done to FILE, as JSON" },
  {
    name: "attest",
    value: "FILE",
    writes: true,
    help: "write the same to FILE as an in-toto statement",
  },
];

/** The options of `run` that it does not share with `context` and `patch`. */
export const RUN_FLAGS: readonly FlagRow[] = [
  ...MODEL_FLAGS.map((flag): FlagRow =>
    flag.name === "model"
      ? { ...flag, many: true, help: `${flag.help}; several are candidates against each other` }
      : flag
  ),
  ...AGENT_FLAGS,
];
