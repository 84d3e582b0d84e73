import type { CommandRow, FlagRow } from "./command.ts";

/** The completions for bash, which needs no package besides. */
export function printBashCompletions(
  commands: readonly CommandRow[],
  globalFlags: readonly FlagRow[],
): string {
  const names = commands.map((row) => row.name);
  const flags = [...globalFlags, ...commands.flatMap((row) => row.flags)];
  const valued = flags.filter((flag) => flag.value !== undefined).flatMap(spellings);
  const cases = commands.map((row) =>
    `    ${row.name}) words="${printOptions([...row.flags, ...globalFlags])}" ;;`
  );
  return `# zerostack completions for bash
_zerostack_suggest() {
  local word
  while read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$2")
}
_zerostack() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local word words command=
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      --) return ;;
      ${names.join(" | ")}) command=$word && break ;;
    esac
  done
  case $previous in # its value: the name of a file or a folder, or nobody knows
    ${[...new Set(valued)].sort().join(" | ")}) return ;;
  esac
  case $command in
    '') words="${names.join(" ")} ${printOptions(globalFlags)}" ;;
${cases.join("\n")}
  esac
  if [[ -z $command || $current == -* ]]; then
    _zerostack_suggest "$words" "$current"
  elif [[ $command == help ]]; then
    _zerostack_suggest "${names.join(" ")} statuses" "$current"
  elif [[ $command == completions ]]; then
    _zerostack_suggest "bash zsh fish" "$current"
  fi
}
# What is left without a suggestion is the name of a file.
complete -o default -F _zerostack zerostack
`;
}

function printOptions(flags: readonly FlagRow[]): string {
  return flags.flatMap(spellings).join(" ");
}

function spellings(flag: FlagRow): string[] {
  return [...(flag.short === undefined ? [] : [`-${flag.short}`]), `--${flag.name}`];
}
