import type { FlagRow } from "./command.ts";
import { CONTEXT_FLAGS, FORMAT_FLAG } from "./context_flags.ts";
import { MODEL_FLAGS } from "./model_flags.ts";
import { PATCH_FLAGS } from "./patch_flags.ts";
import { ATTEMPTS_FLAG, BUDGET_FLAGS } from "./run_flags.ts";

/** What a model is asked with, once `--model` says that one is asked. */
const ASK_FLAGS: readonly FlagRow[] = [
  ...CONTEXT_FLAGS.filter(({ name }) => name !== "null" && name !== "more"),
  ...MODEL_FLAGS.map((flag): FlagRow =>
    flag.name === "model"
      ? {
        ...flag,
        isOptional: true,
        help: "ask a model for what is left, NAME or the only one that is served",
      }
      : flag
  ),
  ATTEMPTS_FLAG,
  FORMAT_FLAG,
  ...BUDGET_FLAGS,
  ...PATCH_FLAGS,
  {
    name: "keep",
    value: "FILE",
    writes: true,
    help: "when the model fails: write the patch of the tools' own fixes to FILE",
  },
  {
    name: "dry-run",
    short: "n",
    help: "with --model: print the request instead of asking the model",
  },
];

/** The options of `fix`. */
export const FIX_FLAGS: readonly FlagRow[] = [
  { name: "unsafe", help: "also fixes that the tool does not promise to keep the meaning" },
  {
    name: "rest",
    value: "FILE",
    writes: true,
    help: "write the diagnostics that the tools' own fixes leave to FILE, as records",
  },
  { name: "path", value: "PATH", help: "the file of findings that name none" },
  ...ASK_FLAGS,
];
