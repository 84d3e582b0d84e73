import type { CommandRow, FlagRow } from "./command.ts";

/** The completions for fish. */
export function printFishCompletions(
  commands: readonly CommandRow[],
  globalFlags: readonly FlagRow[],
): string {
  const lines = [
    "# zerostack completions for fish",
    ...commands.map((row) => `${BEFORE_COMMAND} -a ${row.name} -d ${quote(row.summary)}`),
    ...globalFlags.map((flag) => `complete -c zerostack ${printFlag(flag)}`),
    ...commands.flatMap((row) =>
      row.flags.map((flag) => `${afterCommand(row.name)} ${printFlag(flag)}`)
    ),
    `${afterCommand("help")} -f -a '${commands.map((row) => row.name).join(" ")} statuses'`,
    `${afterCommand("completions")} -f -a 'bash zsh fish'`,
  ];
  return lines.join("\n") + "\n";
}

const BEFORE_COMMAND = "complete -c zerostack -f -n __fish_use_subcommand";

function afterCommand(name: string): string {
  return `complete -c zerostack -n '__fish_seen_subcommand_from ${name}'`;
}

function printFlag(flag: FlagRow): string {
  const short = flag.short === undefined ? "" : `-s ${flag.short} `;
  const value = flag.value === undefined ? "" : flag.value === "DIR" ? VALUE_DIR : VALUE;
  return `${short}-l ${flag.name}${value} -d ${quote(flag.help)}`;
}

/** A value, for which fish suggests files. */
const VALUE = " -r";
const VALUE_DIR = " -x -a '(__fish_complete_directories)'";

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
