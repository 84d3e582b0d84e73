/**
 * The languages of files, by name, extension and interpreter line. Languages with a grammar can be
 * parsed; the others are only named.
 *
 * @module
 */

/** A language that can be parsed. */
export type GrammarName =
  | "typescript"
  | "tsx"
  | "javascript"
  | "python"
  | "go"
  | "rust"
  | "java"
  | "c"
  | "cpp"
  | "csharp"
  | "ruby"
  | "php"
  | "bash"
  | "css";

/** A language that is known by name. */
export type LanguageName =
  | GrammarName
  | "cmake"
  | "dart"
  | "dockerfile"
  | "elixir"
  | "haskell"
  | "html"
  | "json"
  | "kotlin"
  | "lua"
  | "make"
  | "markdown"
  | "perl"
  | "powershell"
  | "proto"
  | "scala"
  | "scss"
  | "sql"
  | "svelte"
  | "swift"
  | "toml"
  | "vue"
  | "xml"
  | "yaml"
  | "zig";

/** How the files of a language are told from others. */
interface LanguageRow {
  /** Extensions, with the dot, in lower case. */
  readonly extensions: readonly string[];
  /** Whole file names. */
  readonly names?: readonly string[];
  /** Interpreters of a `#!` line, without version. */
  readonly interpreters?: readonly string[];
}

const GRAMMAR_ROWS: Readonly<Record<GrammarName, LanguageRow>> = {
  typescript: { extensions: [".ts", ".mts", ".cts"], interpreters: ["deno", "ts-node", "tsx"] },
  tsx: { extensions: [".tsx"] },
  javascript: {
    extensions: [".js", ".mjs", ".cjs", ".jsx"],
    names: ["Jakefile"],
    interpreters: ["node", "bun"],
  },
  python: {
    extensions: [".py", ".pyi", ".pyw"],
    names: ["SConstruct", "SConscript", "wscript"],
    interpreters: ["python", "pypy"],
  },
  go: { extensions: [".go"] },
  rust: { extensions: [".rs"] },
  java: { extensions: [".java"] },
  c: { extensions: [".c", ".h"] },
  cpp: {
    extensions: [
      ".cc",
      ".cpp",
      ".cxx",
      ".c++",
      ".hh",
      ".hpp",
      ".hxx",
      ".h++",
      ".ipp",
      ".inl",
      ".cu",
      ".cuh",
    ],
  },
  csharp: { extensions: [".cs", ".csx"] },
  ruby: {
    extensions: [".rb", ".rake", ".gemspec", ".ru"],
    names: ["Rakefile", "Gemfile", "Guardfile", "Vagrantfile", "Podfile", "Fastfile"],
    interpreters: ["ruby", "jruby"],
  },
  php: { extensions: [".php", ".phtml", ".php5", ".php7"], interpreters: ["php"] },
  bash: {
    extensions: [".sh", ".bash", ".bats"],
    names: [".bashrc", ".bash_profile", ".bash_aliases", ".profile", "PKGBUILD"],
    interpreters: ["bash", "sh", "dash", "ksh"],
  },
  css: { extensions: [".css"] },
};

const NAMED_ROWS: Readonly<Record<Exclude<LanguageName, GrammarName>, LanguageRow>> = {
  cmake: { extensions: [".cmake"], names: ["CMakeLists.txt"] },
  dart: { extensions: [".dart"] },
  dockerfile: { extensions: [".dockerfile"], names: ["Dockerfile", "Containerfile"] },
  elixir: { extensions: [".ex", ".exs"], interpreters: ["elixir"] },
  haskell: { extensions: [".hs"] },
  html: { extensions: [".html", ".htm"] },
  json: { extensions: [".json", ".jsonc", ".json5", ".webmanifest"] },
  kotlin: { extensions: [".kt", ".kts"] },
  lua: { extensions: [".lua"], interpreters: ["lua", "luajit"] },
  make: { extensions: [".mk"], names: ["Makefile", "makefile", "GNUmakefile"] },
  markdown: { extensions: [".md", ".markdown", ".mdx"] },
  perl: { extensions: [".pl", ".pm"], interpreters: ["perl"] },
  powershell: { extensions: [".ps1", ".psm1", ".psd1"], interpreters: ["pwsh"] },
  proto: { extensions: [".proto"] },
  scala: { extensions: [".scala", ".sc"] },
  scss: { extensions: [".scss", ".sass", ".less"] },
  sql: { extensions: [".sql"] },
  svelte: { extensions: [".svelte"] },
  swift: { extensions: [".swift"] },
  toml: { extensions: [".toml"] },
  vue: { extensions: [".vue"] },
  xml: { extensions: [".xml", ".xsd", ".xsl", ".svg"] },
  yaml: { extensions: [".yaml", ".yml"] },
  zig: { extensions: [".zig"] },
};

/** Every language that can be parsed, in the order of the table. */
export const GRAMMAR_NAMES = Object.keys(GRAMMAR_ROWS) as readonly GrammarName[];

const ROWS = Object.entries<LanguageRow>({ ...GRAMMAR_ROWS, ...NAMED_ROWS }) as readonly [
  LanguageName,
  LanguageRow,
][];

const BY_EXTENSION = toIndex((row) => row.extensions);
const BY_NAME = toIndex((row) => row.names ?? []);
const BY_INTERPRETER = toIndex((row) => row.interpreters ?? []);

function toIndex(keys: (row: LanguageRow) => readonly string[]): ReadonlyMap<string, LanguageName> {
  return new Map(ROWS.flatMap(([name, row]) => keys(row).map((key) => [key, name] as const)));
}

/** Whether a text names a language that can be parsed. */
export function isGrammarName(text: string): text is GrammarName {
  return Object.hasOwn(GRAMMAR_ROWS, text);
}

/** Other names that people use for a language that can be parsed. */
const ALIASES: Readonly<Record<string, GrammarName>> = {
  ts: "typescript",
  js: "javascript",
  jsx: "javascript",
  py: "python",
  golang: "go",
  rs: "rust",
  "c++": "cpp",
  cc: "cpp",
  "c#": "csharp",
  "c-sharp": "csharp",
  cs: "csharp",
  rb: "ruby",
  sh: "bash",
  shell: "bash",
};

/**
 * Reads a language as a person writes it.
 *
 * @param text A name of the table or a usual short form such as `ts`, in any case.
 * @returns The language, or undefined when it has no grammar here.
 */
export function parseGrammarName(text: string): GrammarName | undefined {
  const name = text.toLowerCase();
  if (isGrammarName(name)) return name;
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}

/**
 * Tells the language of a file.
 *
 * @param path Its path, with `/`.
 * @param firstLine Its first line, for files whose path says nothing; absent when it was not read.
 * @returns The language, or undefined when nothing tells it.
 */
export function detectLanguage(path: string, firstLine?: string): LanguageName | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf(".");
  if (dot > 0) return BY_EXTENSION.get(name.slice(dot).toLowerCase());
  return firstLine === undefined ? undefined : detectInterpreter(firstLine);
}

/** Like `detectLanguage`, for languages that can be parsed only. */
export function detectGrammar(path: string, firstLine?: string): GrammarName | undefined {
  const language = detectLanguage(path, firstLine);
  return language !== undefined && isGrammarName(language) ? language : undefined;
}

const INTERPRETER_REGEXP = /^#!\s*(?:\S*\/)?([A-Za-z_-]+)/;

function detectInterpreter(firstLine: string): LanguageName | undefined {
  const line = firstLine.replace(/^(#!\s*)\S*\/env\s+(?:(?:-\S+|\w+=\S*)\s+)*(?:\S*\/)?/, "$1");
  const interpreter = INTERPRETER_REGEXP.exec(line)?.[1];
  return interpreter === undefined ? undefined : BY_INTERPRETER.get(interpreter);
}
