/**
 * What a fixed file must be before it may become a patch.
 *
 * @module
 */

import { detectGrammar } from "../languages.ts";
import { countSyntaxErrors, type Grammar, type LoadGrammar, withTree } from "../syntax.ts";

/** A file before and after a fix. */
export interface Change {
  /** Path from the root. */
  readonly path: string;
  /** Bytes before. */
  readonly before: Uint8Array;
  /** Bytes after. */
  readonly after: Uint8Array;
}

/** Says why a change may not be made; undefined when it may. */
export type Gate = (change: Change) => Promise<string | undefined>;

/**
 * Makes the gate: text stays text, and a file that parsed parses still. Files in languages without
 * a grammar are held to the first alone.
 *
 * @param loadGrammar Loads grammars; without it nothing is parsed.
 */
export function makeGate(loadGrammar?: LoadGrammar): Gate {
  const counted = new Map<string, { readonly bytes: Uint8Array; readonly errors: number }>();
  return async ({ path, before, after }) => {
    const text = decode(after);
    if (text === undefined) return `"${path}" would not be UTF-8 text any more`;
    if (text.includes("\0") && !before.includes(0)) return `"${path}" would hold a NUL`;
    const grammar = await findGrammar(path, text, loadGrammar);
    if (grammar === undefined) return undefined;
    let known = counted.get(path);
    if (known?.bytes !== before) {
      known = { bytes: before, errors: countFaults(grammar, decode(before) ?? "") };
      counted.set(path, known);
    }
    if (known.errors > 0 && PARTIAL.includes(grammar.name)) return undefined;
    const errors = countFaults(grammar, text);
    if (errors <= known.errors) return undefined;
    return `"${path}" would have ${errors} syntax errors instead of ${known.errors}`;
  };
}

/**
 * Number of syntax errors of a text. The grammar of Python lets a block be empty, which the language
 * does not: fixes that each remove one statement can together leave none.
 */
function countFaults(grammar: Grammar, text: string): number {
  return withTree(grammar, text, (tree) => {
    const errors = countSyntaxErrors(tree);
    if (grammar.name !== "python") return errors;
    const query = grammar.query("(block) @block");
    try {
      const blocks = query.captures(tree.rootNode);
      return errors + blocks.filter(({ node }) => node.namedChildCount === 0).length;
    } finally {
      query.delete();
    }
  });
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // not text
  }
}

/** Grammars that know a part of their language: in a file that they fail on the count says nothing. */
const PARTIAL: readonly string[] = ["bash"];
/** Grammars that are behind their language: that of CSS does not know `width <= 100px`. */
const UNSURE: readonly string[] = ["css"];

async function findGrammar(
  path: string,
  text: string,
  loadGrammar: LoadGrammar | undefined,
): Promise<Grammar | undefined> {
  const name = detectGrammar(path, text.slice(0, text.indexOf("\n") + 1));
  return name === undefined || UNSURE.includes(name) ? undefined : await loadGrammar?.(name);
}
