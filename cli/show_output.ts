import { trimOutput } from "../lib/check/mod.ts";
import type { CheckRecord } from "../lib/types.ts";
import { writeError } from "./io.ts";
import type { Options } from "./options.ts";

/** What is shown of the output of a failed check, in bytes. */
const SHOWN_BYTES = 8 * 1024;

/** Shows a person what the command had to say. */
export function showOutput(options: Options, check: CheckRecord): void {
  if (options.has("quiet") || options.has("report")) return;
  if (options.has("json-errors")) return writeError(JSON.stringify(check));
  const text = trimOutput(check.output, { limitBytes: SHOWN_BYTES }).trimEnd();
  if (text !== "") text.split("\n").forEach(writeError);
}
