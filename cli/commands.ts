/**
 * The table of commands: names, options, what each may touch. It feeds the parser, the help, the
 * completions and the contract tests; the code of a command is loaded only when it is called.
 *
 * @module
 */

import { CAGE_FLAGS } from "./cage_flags.ts";
import type { CommandRow, FlagRow } from "./command.ts";
import { CONTEXT_FLAGS, FORMAT_FLAG } from "./context_flags.ts";
import { FIX_FLAGS } from "./fix_flags.ts";
import { MODEL_FLAGS } from "./model_flags.ts";
import { PATCH_FLAGS } from "./patch_flags.ts";
import { ATTEMPTS_FLAG, RUN_FLAGS, RUN_FORMAT_FLAG } from "./run_flags.ts";
import { VOCABULARY_FLAG } from "./vocabulary_flag.ts";

/** The options that every command takes. */
export const GLOBAL_FLAGS: readonly FlagRow[] = [
  { name: "help", short: "h", help: "print this help" },
  { name: "version", short: "V", help: "print the version" },
  { name: "quiet", short: "q", help: "say nothing on stderr but errors" },
  { name: "verbose", short: "v", help: "say more on stderr" },
  { name: "directory", short: "C", value: "DIR", many: true, help: "work as if started in DIR" },
  {
    name: "output",
    short: "o",
    value: "FILE",
    writes: true,
    help: "write to FILE instead of stdout: whole or not at all",
  },
  { name: "json-errors", help: "write errors on stderr as JSON records" },
  { name: "color", value: "WHEN", help: "auto, always or never; NO_COLOR is honoured" },
  { name: "no-config", help: "read no configuration file" },
];

const TRUSTED_FLAG: FlagRow = {
  name: "trusted",
  value: "[TOOL:]PATH",
  many: true,
  setting: "trust",
  help: "trust the repository with this real path, or one linter in it",
};

const DRY_RUN_FLAG: FlagRow = {
  name: "dry-run",
  short: "n",
  help: "print the request instead of asking the model",
};

/** All commands, in the order of the pipe. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: "run",
    summary: "a prompt goes in, a patch comes out: context, model and patch in one process",
    operands: "PROMPT [-]",
    pipe: "The repository, and with - paths or records on stdin -> one git diff.",
    stdin: "operand",
    needs: { read: "repository", net: true, runWith: "check" },
    flags: [...CONTEXT_FLAGS, ...RUN_FLAGS, ...PATCH_FLAGS, DRY_RUN_FLAG],
    examples: [
      'zerostack "rename parseArgs to readArgs and fix the callers" | git apply',
      'zerostack run "fix the crash" --file src/main.c -o fix.diff',
      'zerostack run "make the tests pass" --check "npm test" --attempts 5 | git apply',
      'cargo build 2>&1 | zerostack lint | zerostack run "fix these errors" - | git apply',
    ],
    load: () => import("./run.ts"),
  },
  {
    name: "ask",
    summary: "ask about the repository and get an answer in words",
    operands: "PROMPT [-]",
    pipe: "The repository, and with - paths or records on stdin -> text, as it is written.",
    stdin: "operand",
    needs: { read: "repository", net: true },
    flags: [...CONTEXT_FLAGS, ...MODEL_FLAGS, DRY_RUN_FLAG],
    examples: ['zerostack ask "how does the retry logic work?"'],
    load: () => import("./ask.ts"),
  },
  {
    name: "map",
    summary: "list the files of a repository and what they define, the best first",
    operands: "[-]",
    pipe: "The repository, or with - paths or records on stdin -> file and symbol records.",
    stdin: "operand",
    needs: { read: "repository" },
    records: (options) => options.text("as") !== "text",
    flags: [
      { name: "for", value: "PROMPT", help: "rank by how well they fit PROMPT" },
      { name: "limit", value: "N", help: "tell at most N files, and what each of them defines" },
      {
        name: "exclude",
        value: "PATTERN",
        many: true,
        setting: "exclude",
        help: "leave out files and folders that PATTERN fits, as in .gitignore",
      },
      { name: "null", short: "z", help: "with -: NUL ends a path, as git ls-files -z writes them" },
      { name: "as", value: "FORM", help: "json (default): records; text: a map for a person" },
      { name: "explain", help: "with --as text: say why each file is there" },
    ],
    examples: [
      "zerostack map --as text",
      'zerostack map --for "retry failed uploads" | zerostack context "retry failed uploads" -',
    ],
    load: () => import("./map.ts"),
  },
  {
    name: "context",
    summary: "pack what a model must read for a prompt into one request",
    operands: "PROMPT [-]",
    pipe: "The repository, and with - paths or records on stdin -> one request.",
    stdin: "operand",
    needs: { read: "repository" },
    records: (options) => !["text", "openai"].includes(options.text("as") ?? "json"),
    flags: [
      ...CONTEXT_FLAGS,
      FORMAT_FLAG,
      {
        name: "as",
        value: "FORM",
        help: "json (default), text, or openai: the body that curl can post",
      },
    ],
    examples: [
      'zerostack context "add a --json flag" | zerostack model | zerostack patch',
      'zerostack context --as text "explain the retry logic" | ollama run qwen3-coder',
    ],
    load: () => import("./context.ts"),
  },
  {
    name: "model",
    summary: "send a request to a model, print its answer as it arrives",
    pipe: "A request record on stdin -> answer records, or text; a request never names a host.",
    stdin: "input",
    needs: { read: "files", net: true },
    records: (options) => options.text("as") !== "text" && !options.has("dry-run"),
    flags: [
      ...MODEL_FLAGS,
      {
        name: "as",
        value: "FORM",
        help: "json (default): records as they arrive; text: just the text",
      },
      {
        name: "dry-run",
        short: "n",
        help: "print the exact bytes that would be sent, send nothing",
      },
      {
        name: "consent",
        value: "DIGEST",
        help: "send only the bytes of this digest, as --dry-run told it",
      },
    ],
    examples: [
      'zerostack context "add a --json flag" | zerostack model | zerostack patch',
      "zerostack model --endpoint http://127.0.0.1:8080/v1 --as text < request.json",
      "zerostack model --replay answers.ndjson < request.json",
    ],
    load: () => import("./model.ts"),
  },
  {
    name: "lint",
    summary: "read what linters, compilers and test runners say as records",
    operands: "[PATH... | -] [-- CMD...]",
    pipe:
      "The output of any tool on stdin -> diagnostic records; or runs CMD, or finds the linters.",
    stdin: "own",
    needs: { read: "repository", run: true, temp: true },
    records: (options) => (options.text("as") ?? "json") === "json",
    flags: [
      {
        name: "as",
        value: "FORM",
        help: "json (default): records; rdjsonl, sarif, github, or text",
      },
      {
        name: "fail-on",
        value: "LEVEL",
        help: "end with status 1 at a finding of hint, info, warning or error, or worse",
      },
      { name: "trust", help: "without input: also run linters that run code of the repository" },
      TRUSTED_FLAG,
      { name: "all", help: "look at all files, also without PATH; default: at those that changed" },
      { name: "changed", help: "look only at files that changed since the last commit" },
      { name: "timeout", value: "SECONDS", help: "end with status 124 after this time" },
      {
        name: "fixes",
        help: "run CMD, or the fixers found, on a copy: what they change are fixes",
      },
      { name: "strict", help: "end with status 77 when a linter was not run for lack of --trust" },
      { name: "path", value: "PATH", help: "the file of findings that name none" },
    ],
    examples: [
      "cargo clippy --message-format=json | zerostack lint --as text",
      "zerostack lint -- ruff check --output-format json .",
      "zerostack lint . --fail-on error",
      "zerostack lint --changed --as text",
      "zerostack lint --fixes -- deno lint --fix | zerostack fix | git apply",
    ],
    load: () => import("./lint.ts"),
  },
  {
    name: "fix",
    summary: "make the safe fixes that tools offer, as one patch; with --model the rest too",
    operands: "[-]",
    pipe: "Diagnostics, in any format that lint reads, on stdin -> a diff for git apply.",
    stdin: "input",
    needs: { read: "repository", netWith: "model" },
    flags: FIX_FLAGS,
    examples: [
      "cargo clippy --message-format=json | zerostack fix | git apply",
      "eslint . -f json | zerostack fix --rest left.ndjson | git apply",
      "ruff check --output-format json . | zerostack fix --model qwen3-coder | git apply",
    ],
    load: () => import("./fix.ts"),
  },
  {
    name: "patch",
    summary: "turn an answer into a patch, or say why not",
    pipe: "An answer on stdin, as events or as plain text of any other tool -> one git diff.",
    stdin: "input",
    needs: { read: "repository" },
    flags: PATCH_FLAGS,
    examples: [
      'zerostack context "fix the typo" | zerostack model | zerostack patch | git apply',
      'zerostack context --as text "add a --json flag" | ollama run qwen3-coder | zerostack patch',
    ],
    load: () => import("./patch.ts"),
  },
  {
    name: "check",
    summary: "pass a patch on only if a command succeeds on it",
    operands: "-- CMD [ARG...]",
    pipe:
      "A diff on stdin -> the same diff, if CMD succeeds on a throwaway view of the repository.",
    stdin: "input",
    needs: { read: "repository", run: true },
    flags: [
      {
        name: "timeout",
        value: "SECONDS",
        help: "end with status 124 after this time; without it the check fails after 600",
      },
      { name: "report", value: "FILE", writes: true, help: "write the check record to FILE" },
      { name: "net", help: "let CMD use the network" },
      ...CAGE_FLAGS,
    ],
    examples: [
      "zerostack fix < findings.json | zerostack check -- make test | git apply",
      "zerostack check --see ~/.cargo --see ~/.rustup -- ~/.cargo/bin/cargo test < change.diff",
    ],
    load: () => import("./check.ts"),
  },
  {
    name: "rename",
    summary: "rename a symbol everywhere, by scopes and types, without a model",
    operands: "[FILE[:LINE[:COLUMN]]:]OLD NEW [PATH...]",
    pipe: "The repository -> a diff; PATH says where the symbol is declared.",
    stdin: "never",
    needs: { read: "repository" },
    flags: [
      {
        name: "engine",
        value: "ENGINE",
        help: "auto (default): scopes, and types where they are needed; scope; types",
      },
      { name: "strict", help: "no diff when the old name stays in comments, strings or elsewhere" },
    ],
    examples: [
      "zerostack rename parseArgs readArgs | git apply",
      "zerostack rename src/cache.ts:42:size sizeBytes | git apply",
    ],
    load: () => import("./rename.ts"),
  },
  {
    name: "rewrite",
    summary: "replace every place that a pattern fits, without a model",
    operands: "PATTERN REPLACEMENT [PATH...]",
    pipe: "The repository -> a diff. $A in a pattern is one node, $$$A any number, $_ one unnamed.",
    stdin: "never",
    needs: { read: "repository" },
    flags: [
      {
        name: "language",
        short: "l",
        value: "LANG",
        help: "language of the pattern and the files",
      },
      {
        name: "where",
        value: "A=REGEX",
        many: true,
        help: "only where the text of $A matches REGEX",
      },
    ],
    examples: [
      "zerostack rewrite -l ts 'assertEquals($A, $B)' 'assertSame($A, $B)' | git apply",
      "zerostack rewrite -l py 'log.warn($$$A)' 'log.warning($$$A)' src",
    ],
    load: () => import("./rewrite.ts"),
  },
  {
    name: "tokens",
    summary: "count tokens, as wc counts words",
    operands: "[FILE...]",
    pipe: "Text on stdin or in files -> counts, or ids; and back.",
    stdin: "own",
    needs: { read: "files" },
    flags: [
      { name: "limit", value: "N", help: "end with status 1 when there are more than N tokens" },
      { name: "records", help: "count the requests and answers among records" },
      { name: "ids", help: "print the ids, one a line, instead of counts" },
      { name: "decode", help: "read ids, and print the text that they stand for" },
      {
        name: "truncate",
        value: "N",
        help: "print the longest beginning that has N tokens or less",
      },
      VOCABULARY_FLAG,
      { name: "as", value: "FORM", help: "text (default) or json: records" },
    ],
    examples: [
      "zerostack tokens < README.md",
      "zerostack tokens --limit 8000 src/*.ts",
      'zerostack context "add a --json flag" | zerostack tokens --records',
      "zerostack tokens --vocabulary ~/models/qwen3.gguf README.md",
    ],
    load: () => import("./tokens.ts"),
  },
  {
    name: "help",
    summary: "explain a command, or the exit statuses",
    operands: "[COMMAND | statuses]",
    pipe: "-> text.",
    stdin: "never",
    needs: { read: "none" },
    flags: [],
    examples: ["zerostack help patch", "zerostack help statuses"],
    load: () => import("./help_command.ts"),
  },
  {
    name: "config",
    summary: "print each setting, its value and where that comes from",
    pipe: "-> a table, or JSON.",
    stdin: "never",
    needs: { read: "repository" },
    flags: [
      ...[...MODEL_FLAGS, ...CONTEXT_FLAGS].filter((flag) => flag.setting !== undefined),
      ATTEMPTS_FLAG,
      TRUSTED_FLAG,
      RUN_FORMAT_FLAG,
      { name: "as", value: "FORM", help: "text (default) or json" },
    ],
    examples: ["zerostack config", "zerostack config --endpoint unix:/run/llama.sock"],
    load: () => import("./config.ts"),
  },
  {
    name: "doctor",
    summary: "say what is missing on this machine",
    pipe: "-> one line a finding; status 1 when something that everybody needs is missing.",
    stdin: "never",
    needs: { read: "repository", programs: true },
    flags: [{ name: "as", value: "FORM", help: "text (default) or json: records" }],
    examples: ["zerostack doctor", "zerostack doctor --as json | jq -r .name"],
    load: () => import("./doctor.ts"),
  },
  {
    name: "completions",
    summary: "print the completions of a shell",
    operands: "SHELL",
    pipe: "-> a script for bash, zsh or fish.",
    stdin: "never",
    needs: { read: "none" },
    flags: [],
    examples: [
      'eval "$(zerostack completions bash)"',
      "zerostack completions fish > ~/.config/fish/completions/zerostack.fish",
    ],
    load: () => import("./completions.ts"),
  },
];

/** The row of a command. */
export function findCommand(name: string): CommandRow | undefined {
  return COMMANDS.find((row) => row.name === name);
}
