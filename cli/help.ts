/**
 * The help of every command, printed from the table.
 *
 * @module
 */

import type { CommandRow, FlagRow } from "./command.ts";
import { COMMANDS, GLOBAL_FLAGS } from "./commands.ts";
import { reasonsOf, STATUSES } from "./exit_status.ts";

/** The version, as `deno.json` has it; a test holds the two together. */
export const VERSION = "0.1.0";

const TEXT_COLUMN = 30;

/** The usage line of a command. */
export function printUsage(row: CommandRow): string {
  return ["usage: zerostack", row.name, "[OPTIONS]", row.operands].filter(Boolean).join(" ");
}

/** The whole help of a command. */
export function printHelp(row: CommandRow): string {
  return [
    `zerostack ${row.name}: ${row.summary}`,
    printUsage(row),
    row.pipe,
    ...(row.flags.length > 0 ? ["Options:\n" + printFlags(row.flags)] : []),
    "Options of every command:\n" + printFlags(GLOBAL_FLAGS),
    "Examples:\n" + row.examples.map((example) => `  ${example}`).join("\n"),
  ].join("\n\n") + "\n";
}

/** What there is. */
export function printOverview(): string {
  const rows = COMMANDS.map((row) => `  ${row.name.padEnd(12)} ${row.summary}`);
  return [
    "Zerostack: a prompt goes in; a patch, an answer or an error comes out.",
    'usage: zerostack "a prompt with spaces" | git apply\n       zerostack COMMAND [OPTIONS] [OPERANDS]',
    "Commands:\n" + rows.join("\n"),
    "Options of every command:\n" + printFlags(GLOBAL_FLAGS),
    "zerostack COMMAND --help says more; zerostack help statuses lists the exit statuses.",
  ].join("\n\n") + "\n";
}

/** The exit statuses, and the named reasons of each. */
export function printStatuses(): string {
  return Array.from(STATUSES, ([status, meaning]) => {
    const reasons = reasonsOf(status).join(" ");
    return `${String(status).padStart(3)}  ${meaning}\n` +
      (reasons === "" ? "" : `     ${reasons}\n`);
  }).join("");
}

function printFlags(flags: readonly FlagRow[]): string {
  return flags.map(printFlag).join("\n");
}

function printFlag(flag: FlagRow): string {
  const short = flag.short === undefined ? "    " : `-${flag.short}, `;
  const name = `  ${short}--${flag.name}${printValue(flag)}`;
  const text = flag.env === undefined ? flag.help : `${flag.help} [${flag.env}]`;
  return name.length < TEXT_COLUMN
    ? name.padEnd(TEXT_COLUMN) + text
    : `${name}\n${" ".repeat(TEXT_COLUMN)}${text}`;
}

function printValue({ value, isOptional }: FlagRow): string {
  if (value === undefined) return "";
  return isOptional ? ` [${value}]` : ` ${value}`;
}
