import { Failure } from "../lib/errors.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile, FILE_LIMIT_BYTES } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { GRAMMAR_NAMES, type GrammarName, parseGrammarName } from "../lib/languages.ts";
import { rewriteFiles } from "../lib/rewrite/mod.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { toRepositoryFolder } from "./repository_path.ts";

/** `zerostack rewrite`: replaces every place that a pattern fits. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  const [pattern, replacement, ...paths] = operands;
  if (pattern === undefined || replacement === undefined) {
    throw new Failure("E_USAGE", "Cannot rewrite: a pattern and a replacement are expected");
  }
  const root = findRoot(io.directory);
  const { patch, matches } = await rewriteFiles({
    language: parseLanguage(options.text("language")),
    pattern,
    replacement,
    where: parseWhere(options.list("where")),
    paths: paths.map((path) => toRepositoryFolder(path, root, io.directory)),
  }, {
    listFiles: createListFiles(root),
    readFile: createReadFile(root),
    visitFiles: createVisitFiles(root, { limitBytes: FILE_LIMIT_BYTES }),
    loadGrammar: createGrammarLoader(),
  });
  if (patch.files.length === 0) {
    const why = matches === 0 ? "it fits nowhere" : "every place is as it would become";
    throw new Failure("E_NOTHING", `Cannot rewrite "${pattern}": ${why}`);
  }
  io.detail(`${matches} places in ${patch.files.length} files`);
  await io.write(patch.diff);
  return OK;
}

function parseLanguage(text: string | undefined): GrammarName {
  const known = GRAMMAR_NAMES.join(", ");
  if (text === undefined) {
    throw new Failure("E_USAGE", `Cannot rewrite: --language is expected, one of ${known}`);
  }
  const language = parseGrammarName(text);
  if (language !== undefined) return language;
  throw new Failure("E_USAGE", `Cannot rewrite "${text}": it is none of ${known}`);
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
