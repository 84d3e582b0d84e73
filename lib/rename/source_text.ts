/**
 * What the grammars of C and C++ cannot know: which of the two a header is in, and the words of the
 * preprocessor that are no part of the language.
 *
 * @module
 */

import type { GrammarName } from "../languages.ts";
import { countSyntaxErrors, type Grammar, type SyntaxTree } from "../syntax.ts";

const CPP_HEADER_REGEXP =
  /^[ \t]*(?:namespace\b[^;=]*\{|template\s*<|class\s+\w[\w\s]*[{:;]|using\s+\w|(?:public|private|protected)\s*:|#\s*include\s*<(?:string|vector|memory|map|cstd\w+|algorithm|utility)>)/m;

/** The language of a file once its text is known: a header may be in C or in C++. */
export function settleLanguage(language: GrammarName, path: string, text: string): GrammarName {
  const isHeader = language === "c" && path.endsWith(".h");
  return isHeader && CPP_HEADER_REGEXP.test(text) ? "cpp" : language;
}

/** `extern "C" {` and its end, where only a compiler of C++ reads them. */
const LINKAGE_REGEXP =
  /^[ \t]*#[ \t]*(?:ifdef[ \t]+__cplusplus|if[ \t]+defined[ \t(]*__cplusplus[ \t)]*)[^\n]*\n\s*(?:extern\s+"C"\s*\{|\}[^\n{}]*)\s*\n[ \t]*#[ \t]*endif/gm;

/** A word in capitals before a declaration, such as one that tells a linker to export it. */
const MARK_REGEXP =
  /^([ \t]*(?:extern[ \t]+|static[ \t]+|inline[ \t]+)*)([A-Z][A-Z0-9]*_[A-Z0-9_]*)(?=[ \t]+(?:(?:const|unsigned|signed|struct|enum|union|void|int|char|long|short|bool|double|float|size_t)\b|\w+[ \t*&]+\w+[ \t]*[(;=\[]))/gm;

/** A word in capitals between `class` and the name. */
const CLASS_MARK_REGEXP =
  /\b((?:class|struct)[ \t]+)([A-Z][A-Z0-9]*_[A-Z0-9_]*)(?=[ \t]+\w+\s*[{:])/g;

/** A call in capitals between a declaration and its end, such as one that tells which lock guards it. */
const TAIL_REGEXP =
  /((?<!\b(?:return|else|case|goto|throw|new|delete)[ \t]+)(?:\w|\))[ \t]+)([A-Z][A-Z0-9]*_[A-Z0-9_]*\([^()\n]*\))(?=\s*[;{=])/g;

/** A line that is one word in capitals, with arguments or not, and no semicolon. */
const LONE_REGEXP = /^[ \t]*([A-Z][A-Z0-9]*_[A-Z0-9_]*(?:\([^()\n]*\))?)[ \t]*$/gm;

/** Blanks macros that stand for whole declarations, such as the fields that many structs begin with. */
function blankLone(text: string): string {
  return text.replace(LONE_REGEXP, (line, word: string, start: number) => {
    const before = text.slice(Math.max(0, start - 400), start).trimEnd();
    const after = text.slice(start + line.length, start + line.length + 200).trimStart();
    const isAfterAll = /[;{},]$|\*\/$|(?:^|\n)[ \t]*#[^\n]*$/.test(before) &&
      !/[^\\]\\$/.test(before);
    const isBeforeAll = /^(?:\w|#|\/[*\/]|~|$)/.test(after) ||
      (after.startsWith("}") && (word.includes("(") || isInStruct(text, start)));
    return isAfterAll && isBeforeAll ? line.replace(/[^\n]/g, " ") : line;
  });
}

function isInStruct(text: string, at: number): boolean {
  const brace = text.lastIndexOf("{", at);
  return /\b(?:struct|union|class)\b[^;{}()]*$/.test(text.slice(Math.max(0, brace - 100), brace));
}

/**
 * Parses a text. Where the parser is in trouble, it is shown the text once more without what may
 * confuse it, and the tree with fewer errors counts; places are the same in both.
 */
export function parsePrepared(grammar: Grammar, text: string): SyntaxTree {
  const tree = grammar.parse(text);
  if (!tree.rootNode.hasError) return tree;
  const shown = toParsedText(grammar.name, text);
  if (shown === text) return tree;
  const other = grammar.parse(shown);
  const isBetter = countSyntaxErrors(other) < countSyntaxErrors(tree);
  (isBetter ? tree : other).delete();
  return isBetter ? other : tree;
}

/** The text as a grammar should see it: the same length, with blanks for what would confuse it. */
export function toParsedText(language: GrammarName, text: string): string {
  if (language !== "c" && language !== "cpp") return text;
  const blank = (_: string, before: string, word: string) => before + " ".repeat(word.length);
  return blankLone(text)
    .replace(LINKAGE_REGEXP, (match) => match.replace(/[^\n]/g, " "))
    .replace(MARK_REGEXP, blank)
    .replace(CLASS_MARK_REGEXP, blank)
    .replace(TAIL_REGEXP, blank);
}
