import type { CommandRow, FlagRow } from "./command.ts";

/** The completions for zsh: a file `_zerostack` for a folder of its `fpath`. */
export function printZshCompletions(
  commands: readonly CommandRow[],
  globalFlags: readonly FlagRow[],
): string {
  const described = commands.map((row) => `    ${quote(`${row.name}:${row.summary}`)}`);
  const cases = commands.map((row) =>
    `    ${row.name}) _arguments $every ${row.flags.map(printSpec).join(" ")} ${printRest(row)} ;;`
  );
  return `#compdef zerostack
# zerostack completions for zsh
_zerostack() {
  local context state state_descr line
  typeset -A opt_args
  local -a every commands topics
  every=(
${globalFlags.map((flag) => `    ${printSpec(flag)}`).join("\n")}
  )
  commands=(
${described.join("\n")}
  )
  topics=(\${commands%%:*} statuses)
  _arguments -C $every '1:command:->command' '*::operand:->operands'
  case $state in
    command) _describe command commands && return ;;
  esac
  case $line[1] in
${cases.join("\n")}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _zerostack "$@"
else
  compdef _zerostack zerostack
fi
`;
}

/** An option as `_arguments` takes it: its names, its help, its value. */
function printSpec(flag: FlagRow): string {
  const value = flag.value === undefined ? "" : `:${escapeSpec(flag.value)}:${printAction(flag)}`;
  const help = `[${escapeSpec(flag.help)}]`;
  const many = flag.many ? "*" : "";
  const equals = flag.value === undefined ? "" : "=";
  const long = quote(`${many}--${flag.name}${equals}${help}${value}`);
  return flag.short === undefined
    ? long
    : `${quote(`${many}-${flag.short}${help}${value}`)} ${long}`;
}

function printAction(flag: FlagRow): string {
  if (flag.value === "DIR") return "_directories";
  return flag.reads || flag.writes ? "_files" : "";
}

function printRest(row: CommandRow): string {
  switch (row.name) {
    case "help":
      return "'1:topic:compadd -a topics'";
    case "completions":
      return "'1:shell:(bash zsh fish)'";
    default:
      return "'*:file:_files'";
  }
}

function escapeSpec(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, "\\$&");
}

/** One word of the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
