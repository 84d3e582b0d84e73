/**
 * Rewrites every place that a pattern fits.
 *
 * @module
 */

import { createByteSearch, type FindBytes } from "../byte_search.ts";
import { type FileVersions, makePatch } from "../diff.ts";
import { Failure } from "../errors.ts";
import { detectGrammar, type GrammarName } from "../languages.ts";
import type { ListFiles, ReadFile, VisitFiles } from "../ports.ts";
import {
  countSyntaxErrors,
  type Grammar,
  type LoadGrammar,
  type SyntaxQuery,
  withTree,
} from "../syntax.ts";
import type { PatchRecord } from "../types.ts";
import { holeNames, type Piece, splitHoles } from "./holes.ts";
import { findMatches, type Match } from "./match.ts";
import { compilePattern, isOneNode, type Pattern } from "./pattern.ts";
import { renderMatches, type Span } from "./render.ts";

/** What a rewrite may do to the world. */
export interface RewritePorts {
  /** Lists the repository. */
  readonly listFiles: ListFiles;
  /** Reads a file of it. */
  readonly readFile: ReadFile;
  /** Looks into many files. */
  readonly visitFiles: VisitFiles;
  /** Loads a grammar. */
  readonly loadGrammar: LoadGrammar;
}

/** What is to be rewritten. */
export interface RewriteOptions {
  /** The language of the pattern and of the files. */
  readonly language: GrammarName;
  /** What to look for: `$A` is one node, `$$$A` any number. */
  readonly pattern: string;
  /** What comes instead, with the same holes. */
  readonly replacement: string;
  /** What the text of a hole must match, by the name of the hole. */
  readonly where?: ReadonlyMap<string, RegExp>;
  /** Files or folders to look in; everywhere when empty. */
  readonly paths?: readonly string[];
}

/** The outcome of a rewrite. */
export interface Rewrite {
  /** The change; its diff is empty when the pattern fits nowhere. */
  readonly patch: PatchRecord;
  /** How many places were rewritten. */
  readonly matches: number;
  /** Comments that were in such places and are gone, as no hole took them along. */
  readonly lost: readonly LostComment[];
}

/** A comment that is gone. */
export interface LostComment {
  /** Path of the file. */
  readonly path: string;
  /** Line before the rewrite, from 1. */
  readonly line: number;
}

/** Languages whose files one pattern is for. */
const FAMILIES: Partial<Record<GrammarName, readonly GrammarName[]>> = {
  typescript: ["typescript", "tsx"],
};

/**
 * Rewrites the files of a repository.
 *
 * @param options What is to be rewritten.
 * @param ports The world.
 * @throws {Failure} With `E_USAGE` for a pattern or a hole that cannot be, `E_SYNTAX` when a file
 * would not parse any more.
 */
export async function rewriteFiles(options: RewriteOptions, ports: RewritePorts): Promise<Rewrite> {
  const replacement = splitHoles(options.replacement.trim());
  const languages = FAMILIES[options.language] ?? [options.language];
  const rules = new Map<GrammarName, Rule>();
  for (const language of languages) {
    const grammar = await ports.loadGrammar(language);
    const pattern = compilePattern(grammar, options.pattern);
    checkHoles(pattern, replacement, options);
    rules.set(language, {
      grammar,
      pattern,
      query: grammar.query(pattern.query),
      replacement,
      isNode: isOneNode(grammar, options.replacement),
      where: options.where ?? new Map(),
      find: createByteSearch(pattern.word),
      checked: new Set(),
    });
  }
  try {
    return await applyRules(await findFiles(options, rules, ports), rules, ports);
  } finally {
    for (const { query } of rules.values()) query.delete();
  }
}

async function applyRules(
  files: readonly { readonly path: string; readonly language: GrammarName }[],
  rules: ReadonlyMap<GrammarName, Rule>,
  ports: RewritePorts,
): Promise<Rewrite> {
  const versions: FileVersions[] = [];
  const lost: LostComment[] = [];
  let matches = 0;
  for (const { path, language } of files) {
    const content = await ports.readFile(path);
    const rule = rules.get(language);
    if (content === undefined || rule === undefined) continue;
    const result = rewriteBytes(path, content.bytes, rule);
    if (result === undefined) continue;
    matches += result.matches;
    lost.push(...result.lostLines.map((line) => ({ path, line })));
    versions.push({ path, before: content.bytes, after: result.bytes, mode: content.mode });
  }
  return { patch: makePatch("rewrite", versions), matches, lost };
}

interface Rule {
  readonly grammar: Grammar;
  readonly pattern: Pattern;
  readonly query: SyntaxQuery;
  /** Whether the replacement is one node, and so must be one where it comes to stand. */
  readonly isNode: boolean;
  readonly replacement: readonly Piece[];
  readonly where: ReadonlyMap<string, RegExp>;
  /** Finds the pattern's word. */
  readonly find: FindBytes;
  /** Kinds of matches whose replacement is known to parse as it is meant. */
  readonly checked: Set<string>;
}

function checkHoles(
  { names }: Pattern,
  replacement: readonly Piece[],
  { where = new Map() }: RewriteOptions,
): void {
  for (const name of [...holeNames(replacement), ...where.keys()]) {
    if (names.has(name) && name !== "_") continue;
    throw new Failure("E_USAGE", `Cannot fill "$${name}": the pattern has no such hole`);
  }
}

/** The files of the languages in which the pattern's word stands. */
async function findFiles(
  { paths = [] }: RewriteOptions,
  rules: ReadonlyMap<GrammarName, Rule>,
  ports: RewritePorts,
): Promise<readonly { readonly path: string; readonly language: GrammarName }[]> {
  const { files } = await ports.listFiles();
  const inside = files.map(({ path }) => path).filter((path) =>
    paths.length === 0 ||
    paths.some((root) => root === "" || path === root || path.startsWith(`${root}/`))
  );
  const candidates = inside.filter((path) => {
    const language = detectGrammar(path);
    return language === undefined ? isNameless(path) : rules.has(language);
  });
  const found: { path: string; language: GrammarName }[] = [];
  const decoder = new TextDecoder();
  await ports.visitFiles(candidates, (number, bytes) => {
    const path = candidates[number];
    const firstLine = isNameless(path)
      ? decoder.decode(bytes.subarray(0, 128)).split("\n", 1)[0]
      : undefined;
    const language = detectGrammar(path, firstLine);
    const rule = language === undefined ? undefined : rules.get(language);
    if (language === undefined || rule === undefined) return;
    if (rule.find(bytes, 0) >= 0) found.push({ path, language });
  });
  return found;
}

/** Whether the name of a file says nothing about its language. */
function isNameless(path: string): boolean {
  return !path.slice(path.lastIndexOf("/") + 1).includes(".");
}

const BOM = "\ufeff";

/** Rewrites one file; undefined when the pattern fits nowhere in it. */
function rewriteBytes(
  path: string,
  bytes: Uint8Array,
  rule: Rule,
): Omit<RewrittenText, "text"> & { readonly bytes: Uint8Array } | undefined {
  const whole = decode(bytes);
  if (whole === undefined) return undefined;
  const text = whole.startsWith(BOM) ? whole.slice(1) : whole;
  const result = rewriteText(path, text, rule);
  if (result === undefined) return undefined;
  const after = (whole.startsWith(BOM) ? BOM : "") + result.text;
  const { matches, lostLines } = result;
  return { bytes: new TextEncoder().encode(after), matches, lostLines };
}

interface RewrittenText {
  readonly text: string;
  readonly matches: number;
  /** The lines, from 1, of comments that are gone. */
  readonly lostLines: readonly number[];
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // another encoding: no pattern can be looked for in it
  }
}

function rewriteText(
  path: string,
  text: string,
  rule: Rule,
): RewrittenText | undefined {
  const { grammar, pattern, query, replacement } = rule;
  const found = withTree(grammar, text, (tree) => ({
    matches: findMatches(tree, text, pattern, query).filter((match) => isWanted(match, text, rule)),
    errors: countSyntaxErrors(tree),
  }));
  if (found.matches.length === 0) return undefined;
  const first = renderMatches(text, found.matches, replacement);
  const lostLines = found.matches.flatMap(({ lost }) => lost).map((at) =>
    text.slice(0, at).split("\n").length
  );
  const result = { text: first.text, matches: found.matches.length, lostLines };
  const kinds = found.matches.flatMap((match) => match.kinds);
  // What parsed in the same kinds of places parses here: parsing twice costs most of the time.
  if (kinds.every((kind) => rule.checked.has(kind))) return result;
  const { loose, errors } = inspect(rule, first);
  if (errors <= found.errors && loose.size === 0) {
    for (const kind of kinds) rule.checked.add(kind);
    return result;
  }
  const wrapped = renderMatches(text, found.matches, replacement, loose);
  const last = inspect(rule, wrapped);
  if (last.errors <= found.errors && last.loose.size === 0) {
    return { ...result, text: wrapped.text };
  }
  throw new Failure(
    "E_SYNTAX",
    `Cannot rewrite "${path}": the result would not parse as it is meant`,
  );
}

function isWanted({ fillings }: Match, text: string, { where }: Rule): boolean {
  return [...where].every(([name, regexp]) => {
    const filling = fillings.get(name);
    return filling !== undefined && regexp.test(text.slice(filling.start, filling.end));
  });
}

/**
 * Parses a new text: how many errors it has, and which spans are no longer one node, as when
 * `$A * 2` is filled with `x + y`: they need parentheses.
 */
function inspect(
  { grammar, isNode }: Rule,
  { text, spans }: { readonly text: string; readonly spans: readonly Span[] },
): { readonly errors: number; readonly loose: ReadonlySet<string> } {
  return withTree(grammar, text, (tree) => {
    const { rootNode } = tree;
    const loose = spans.filter(({ start, end, isWhole }) => {
      if (end === start || (isWhole && !isNode)) return false;
      const node = rootNode.descendantForIndex(start, end);
      if (node === null) return false;
      const isExact = node.endIndex === end || (node.endIndex === end + 1 && text[end] === ";");
      return node.startIndex !== start || !isExact;
    });
    return { errors: countSyntaxErrors(tree), loose: new Set(loose.map(({ key }) => key)) };
  });
}
