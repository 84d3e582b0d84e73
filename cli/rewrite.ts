import { Failure } from "../lib/errors.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile, FILE_LIMIT_BYTES } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import {
  detectGrammar,
  GRAMMAR_NAMES,
  type GrammarName,
  parseGrammarName,
} from "../lib/languages.ts";
import type { ListedFile } from "../lib/ports.ts";
import {
  type Rewrite,
  rewriteFiles,
  type RewriteOptions,
  type RewritePorts,
} from "../lib/rewrite/mod.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { toRepositoryFolder } from "./repository_path.ts";

/** How many lost comments are listed without `-v`. */
const LISTED_COMMENTS = 20;

/** `zerostack rewrite`: replaces every place that a pattern fits. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  const [pattern, replacement, ...paths] = operands;
  if (pattern === undefined || replacement === undefined) {
    throw new Failure("E_USAGE", "Cannot rewrite: a pattern and a replacement are expected");
  }
  const root = findRoot(io.directory);
  const listing = await createListFiles(root)();
  const ports: RewritePorts = {
    listFiles: () => Promise.resolve(listing),
    readFile: createReadFile(root),
    visitFiles: createVisitFiles(root, { limitBytes: FILE_LIMIT_BYTES }),
    loadGrammar: createGrammarLoader(),
  };
  const rule = {
    pattern,
    replacement,
    where: parseWhere(options.list("where")),
    paths: paths.map((path) => toRepositoryFolder(path, root, io.directory)),
  };
  const named = parseLanguage(options.text("language"));
  const { patch, matches, lost } = named === undefined
    ? await rewriteOnlyLanguage(rule, languagesOf(listing.files), ports)
    : await rewriteFiles({ ...rule, language: named }, ports);
  if (patch.files.length === 0) {
    const why = matches === 0 ? "it fits nowhere" : "every place is as it would become";
    throw new Failure("E_NOTHING", `Cannot rewrite "${pattern}": ${why}`);
  }
  lost.forEach(({ path, line }, at) => {
    const tell = at < LISTED_COMMENTS ? io.report : io.detail;
    tell(`${path}:${line}: a comment is lost`);
  });
  const more = lost.length - LISTED_COMMENTS;
  if (more > 0) io.report(`and ${more} more comments, which -v lists`);
  io.detail(`${matches} places in ${patch.files.length} files`);
  await io.write(patch.diff);
  return OK;
}

function parseLanguage(text: string | undefined): GrammarName | undefined {
  if (text === undefined) return undefined;
  const language = parseGrammarName(text);
  if (language !== undefined) return language;
  const known = GRAMMAR_NAMES.join(", ");
  throw new Failure("E_USAGE", `Cannot rewrite "${text}": it is none of ${known}`);
}

/** The languages that files have by their names; what is for TypeScript is for its JSX too. */
function languagesOf(files: readonly ListedFile[]): readonly GrammarName[] {
  const found = new Set(files.map(({ path }) => detectGrammar(path)));
  if (found.delete("tsx")) found.add("typescript");
  return GRAMMAR_NAMES.filter((name) => found.has(name));
}

/**
 * Rewrites in the one language that the pattern fits; a pattern that fits in two says nothing about
 * which is meant.
 */
async function rewriteOnlyLanguage(
  rule: Omit<RewriteOptions, "language">,
  languages: readonly GrammarName[],
  ports: RewritePorts,
): Promise<Rewrite> {
  const fitting: { readonly language: GrammarName; readonly result: Rewrite }[] = [];
  let refused: unknown;
  let result: Rewrite | undefined;
  for (const language of languages) {
    try {
      result = await rewriteFiles({ ...rule, language }, ports);
      if (result.matches > 0) fitting.push({ language, result });
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== "E_USAGE") throw error;
      refused ??= error; // no pattern of this language
    }
  }
  if (fitting.length > 1) {
    const names = fitting.map(({ language }) => language).join(" and ");
    throw new Failure(
      "E_AMBIGUOUS",
      `Cannot rewrite "${rule.pattern}": it fits in ${names}, name one with --language`,
    );
  }
  const [only] = fitting;
  if (only !== undefined) return only.result;
  if (result !== undefined) return result;
  throw refused ??
    new Failure("E_NOTHING", "Cannot rewrite: no file is in a language with a grammar");
}

function parseWhere(conditions: readonly string[]): ReadonlyMap<string, RegExp> {
  return new Map(conditions.map((condition) => {
    const [, name, source] = /^\$?([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(condition) ?? [];
    if (name === undefined) {
      throw new Failure("E_USAGE", `Cannot take option "--where": "${condition}" is not A=REGEX`);
    }
    try {
      return [name, new RegExp(source, "u")] as const;
    } catch (cause) {
      const why = `"${source}" is no regular expression`;
      throw new Failure("E_USAGE", `Cannot take option "--where": ${why}`, { cause });
    }
  }));
}
