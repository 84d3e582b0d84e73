/**
 * What files define and refer to, by their syntax trees.
 *
 * @module
 */

import { detectLanguage, type GrammarName, isGrammarName } from "../languages.ts";
import type { Range } from "../types.ts";
import { type Grammar, type LoadGrammar, type SyntaxQuery, withTree } from "../syntax.ts";
import { loadSymbolQuery, type SymbolQueryOptions } from "./symbol_queries.ts";

/** A definition in a file. */
export interface FoundSymbol {
  /** The name that is defined. */
  readonly name: string;
  /** What it is, such as `function`, `class`, `method`. */
  readonly kind: string;
  /** The whole definition. */
  readonly range: Range;
  /** Its first line without its body. */
  readonly signature: string;
}

/** What a file holds. */
export interface FileSymbols {
  /** What it defines, in the order of the file. */
  readonly definitions: readonly FoundSymbol[];
  /** How often it refers to each name. */
  readonly references: ReadonlyMap<string, number>;
}

/** Finds the symbols of a text; undefined for a file whose language has no grammar. */
export type FindSymbols = (path: string, text: string) => Promise<FileSymbols | undefined>;

/** Makes the finder; grammars and queries are loaded when a file first needs them. */
export function createFindSymbols(
  loadGrammar: LoadGrammar,
  options: SymbolQueryOptions = {},
): FindSymbols {
  const ready = new Map<GrammarName, Promise<Prepared>>();
  return async (path, text) => {
    const language = detectLanguage(path, text.slice(0, text.indexOf("\n")));
    if (language === undefined || !isGrammarName(language)) return undefined;
    const preparing = ready.get(language) ?? prepare(language, loadGrammar, options);
    ready.set(language, preparing);
    return findIn(await preparing, text);
  };
}

interface Prepared {
  readonly grammar: Grammar;
  readonly query: SyntaxQuery;
}

async function prepare(
  language: GrammarName,
  loadGrammar: LoadGrammar,
  options: SymbolQueryOptions,
): Promise<Prepared> {
  const [grammar, source] = await Promise.all([
    loadGrammar(language),
    loadSymbolQuery(language, options),
  ]);
  return { grammar, query: grammar.query(source) };
}

function findIn({ grammar, query }: Prepared, text: string): FileSymbols {
  const lines = text.split("\n");
  const definitions = new Map<string, FoundSymbol>();
  const references = new Map<string, number>();
  withTree(grammar, text, (tree) => {
    for (const { captures } of query.matches(tree.rootNode)) {
      const reference = captures.find((capture) => capture.name === "reference");
      if (reference !== undefined) {
        const name = reference.node.text;
        references.set(name, (references.get(name) ?? 0) + 1);
        continue;
      }
      const name = captures.find((capture) => capture.name === "name");
      const whole = captures.find((capture) => capture.name !== "name");
      if (name === undefined || whole === undefined) continue;
      const { startPosition, endPosition } = whole.node;
      const key = `${name.node.startIndex}`;
      if (definitions.has(key)) continue;
      definitions.set(key, {
        name: name.node.text,
        kind: whole.name,
        range: {
          startLine: startPosition.row + 1,
          startColumn: toColumn(lines[startPosition.row], startPosition.column),
          endLine: endPosition.row + 1,
          endColumn: toColumn(lines[endPosition.row] ?? "", endPosition.column),
        },
        signature: toSignature(lines[name.node.startPosition.row]),
      });
    }
  });
  const sorted = [...definitions.values()].sort((a, b) =>
    a.range.startLine - b.range.startLine || (a.name < b.name ? -1 : 1)
  );
  return { definitions: sorted, references };
}

/** Column from 1 in bytes, of a column from 0 in units of a string. */
function toColumn(line: string, units: number): number {
  return new TextEncoder().encode(line.slice(0, units)).length + 1;
}

const SIGNATURE_CHARS = 120;

function toSignature(line: string): string {
  const text = line.trim().replace(/\s*(?:\{|:|=|=>)\s*$/, "");
  return text.length > SIGNATURE_CHARS ? text.slice(0, SIGNATURE_CHARS - 1) + "…" : text;
}
