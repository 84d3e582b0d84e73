/**
 * The linters that can be found by their configuration. Inert ones only read: their configuration
 * is data. Active ones run code of the repository, so they are run for those alone who trust it.
 *
 * @module
 */

/** How to find and to run one linter. */
export interface Driver {
  /** Its name, also of the program. */
  readonly name: string;
  /** Whether running it runs code of the repository. */
  readonly runsCode: boolean;
  /** Paths that select it, from the root; absent when only its files do. */
  readonly config?: RegExp;
  /** What the text of such a file must hold, when it is the file of several tools. */
  readonly section?: { readonly path: RegExp; readonly text: RegExp };
  /** What the text of its configuration must not hold: then it would run code after all. */
  readonly forbidden?: RegExp;
  /** The files that it looks at; without one of them it is not run. */
  readonly files: RegExp;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Whether the files are appended to the command. */
  readonly takesFiles?: true;
  /** The command that writes its fixes, where what it prints does not hold them. */
  readonly fixer?: readonly string[];
  /** Exit statuses of a run that went well, with findings or without. */
  readonly okStatuses: readonly number[];
}

const PYTHON_REGEXP = /\.pyi?$/;
const SCRIPT_REGEXP = /\.[cm]?[jt]sx?$/;
const SHELL_REGEXP = /\.(?:sh|bash)$/;

/** The linters, in the order in which they are run. */
export const DRIVERS: readonly Driver[] = [
  {
    name: "ruff",
    runsCode: false,
    config: /^(?:.*\/)?\.?ruff\.toml$/,
    section: { path: /^(?:.*\/)?pyproject\.toml$/, text: /^\[tool\.ruff/m },
    files: PYTHON_REGEXP,
    command: ["ruff", "check", "--no-cache", "--output-format", "json", "."],
    okStatuses: [0, 1],
  },
  {
    name: "shellcheck",
    runsCode: false,
    files: SHELL_REGEXP,
    command: ["shellcheck", "-f", "json1"],
    takesFiles: true,
    okStatuses: [0, 1],
  },
  {
    name: "deno",
    runsCode: false,
    config: /^deno\.jsonc?$/,
    forbidden: /"plugins"\s*:/,
    files: SCRIPT_REGEXP,
    command: ["deno", "lint", "--json"],
    fixer: ["deno", "lint", "--fix"],
    okStatuses: [0, 1],
  },
  {
    name: "biome",
    runsCode: false,
    config: /^\.?biome\.jsonc?$/,
    forbidden: /"plugins"\s*:/,
    files: /\.(?:[cm]?[jt]sx?|jsonc?|css)$/,
    command: ["biome", "lint", "--reporter=rdjson", "--max-diagnostics=none", "."],
    fixer: ["biome", "lint", "--write", "."],
    okStatuses: [0, 1],
  },
  {
    name: "oxlint",
    runsCode: false,
    config: /^\.oxlintrc\.json$/,
    forbidden: /"jsPlugins"\s*:/,
    files: SCRIPT_REGEXP,
    command: ["oxlint", "-f", "json"],
    fixer: ["oxlint", "--fix"],
    okStatuses: [0, 1],
  },
  {
    name: "gofmt",
    runsCode: false,
    config: /^(?:.*\/)?go\.mod$/,
    files: /\.go$/,
    command: ["gofmt", "-d", "."],
    okStatuses: [0, 1, 2],
  },
  {
    name: "shfmt",
    runsCode: false,
    section: { path: /^\.editorconfig$/, text: /^\[.*(?:\.sh|\*).*\]/m },
    files: SHELL_REGEXP,
    command: ["shfmt", "-d"],
    takesFiles: true,
    okStatuses: [0, 1],
  },
  {
    name: "actionlint",
    runsCode: false,
    files: /^\.github\/workflows\/[^/]+\.ya?ml$/,
    command: ["actionlint", "-no-color", "-oneline"],
    okStatuses: [0, 1],
  },
  {
    name: "hadolint",
    runsCode: false,
    files: /^(?:.*\/)?(?:[\w-]+\.)?Dockerfile$/,
    command: ["hadolint", "--no-color", "-f", "checkstyle"],
    takesFiles: true,
    okStatuses: [0, 1],
  },
  {
    name: "markdownlint",
    runsCode: false,
    config: /^\.markdownlint(?:-cli2)?\.(?:jsonc?|ya?ml)$/,
    forbidden: /"?(?:customRules|markdownItPlugins|outputFormatters)"?\s*:/,
    files: /\.(?:md|markdown)$/,
    command: ["markdownlint-cli2", "**/*.md", "#node_modules"],
    fixer: ["markdownlint-cli2", "--fix", "**/*.md", "#node_modules"],
    okStatuses: [0, 1],
  },
  {
    name: "yamllint",
    runsCode: false,
    config: /^\.yamllint(?:\.ya?ml)?$/,
    files: /\.ya?ml$/,
    command: ["yamllint", "-f", "parsable", "."],
    okStatuses: [0, 1, 2],
  },
  {
    name: "tsc",
    runsCode: false,
    config: /^tsconfig\.json$/,
    files: /\.[cm]?tsx?$/,
    command: ["tsc", "--noEmit", "--pretty", "false", "-p", "."],
    okStatuses: [0, 1, 2],
  },
  {
    name: "eslint",
    runsCode: true,
    config: /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.[cm]?js|\.json|\.ya?ml)?)$/,
    files: SCRIPT_REGEXP,
    command: ["npx", "--no-install", "eslint", ".", "-f", "json"],
    okStatuses: [0, 1],
  },
  {
    name: "stylelint",
    runsCode: true,
    config: /^(?:stylelint\.config\.[cm]?js|\.stylelintrc(?:\..*)?)$/,
    files: /\.(?:css|scss|less)$/,
    command: ["npx", "--no-install", "stylelint", "**/*.css", "-f", "json", "--compute-edit-info"],
    okStatuses: [0, 2],
  },
  {
    name: "clippy",
    runsCode: true,
    config: /^Cargo\.toml$/,
    files: /\.rs$/,
    command: ["cargo", "clippy", "-q", "--message-format=json"],
    okStatuses: [0, 101],
  },
  {
    name: "go vet",
    runsCode: true,
    config: /^go\.mod$/,
    files: /\.go$/,
    command: ["go", "vet", "-json", "./..."],
    okStatuses: [0, 1, 2],
  },
  {
    name: "golangci-lint",
    runsCode: true,
    config: /^\.golangci\.(?:ya?ml|toml|json)$/,
    files: /\.go$/,
    command: ["golangci-lint", "run", "--output.json.path", "stdout"],
    okStatuses: [0, 1],
  },
  {
    name: "pylint",
    runsCode: true,
    config: /^\.?pylintrc(?:\.toml)?$/,
    section: { path: /^pyproject\.toml$/, text: /^\[tool\.pylint/m },
    files: PYTHON_REGEXP,
    command: ["pylint", "--persistent=n", "-f", "json2", "--recursive=y", "."],
    okStatuses: Array.from({ length: 32 }, (_value, status) => status).filter((status) =>
      (status & 1) === 0
    ),
  },
  {
    name: "mypy",
    runsCode: true,
    config: /^\.?mypy\.ini$/,
    section: { path: /^pyproject\.toml$/, text: /^\[tool\.mypy/m },
    files: PYTHON_REGEXP,
    command: ["mypy", "--no-incremental", "--output", "json", "."],
    okStatuses: [0, 1],
  },
  {
    name: "pyright",
    runsCode: true,
    config: /^pyrightconfig\.json$/,
    section: { path: /^pyproject\.toml$/, text: /^\[tool\.pyright/m },
    files: PYTHON_REGEXP,
    command: ["pyright", "--outputjson"],
    okStatuses: [0, 1],
  },
  {
    name: "npm run lint",
    runsCode: true,
    section: { path: /^package\.json$/, text: /"lint"\s*:/ },
    files: SCRIPT_REGEXP,
    command: ["npm", "run", "--silent", "lint"],
    okStatuses: [0, 1],
  },
  {
    name: "make lint",
    runsCode: true,
    section: { path: /^(?:GNUm|M|m)akefile$/, text: /^lint\s*:/m },
    files: /./,
    command: ["make", "-s", "lint"],
    okStatuses: [0],
  },
];

/** Exit statuses with which a linter says that it went well, by the name of its program. */
export function toOkStatuses(command: readonly string[]): readonly number[] | undefined {
  const name = command[0]?.split("/").at(-1);
  const own = DRIVERS.filter((driver) => driver.command[0] === name || driver.name === name);
  return own.length === 1 ? own[0].okStatuses : undefined;
}
