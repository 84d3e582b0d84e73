/**
 * Tells lines that define something, in any language, by their form alone. It is a guess: good
 * enough to rank by, where parsing every file would take too long.
 *
 * @module
 */

const MODIFIERS =
  "(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\\([^)]*\\))?|unsafe|extern|inline|virtual|override|declare|sealed|open|data|partial|synchronized|readonly|native|constexpr|explicit|friend|mutable|volatile|unsigned|local)\\s+)*";
const KEYWORDS =
  "(?:function\\s*\\*?|func(?:\\s*\\([^)]*\\))?|fn|fun|def(?:\\s+self\\.)?|defp|defmodule|defmacro|class|struct|enum|trait|interface|impl|type|module|mod|namespace|macro_rules!|object|record|union|protocol|extension|const|let|var|val|sub|proc|alias|typedef|#\\s*define|define|attr_\\w+|@interface)";
const KEYWORD_REGEXP = new RegExp(`^\\s*${MODIFIERS}${KEYWORDS}\\b\\s*[^\\s=({;]`);
/** `name(arguments) {` with types before it or not; a call ends otherwise. */
const METHOD_REGEXP =
  /^\s*(?!(?:if|for|while|switch|catch|return|else|do|with|match|elif|unless|until|when|foreach|using|lock|throw|await|yield|new|case|assert|print|require|import|include)\b)(?:[\w$<>[\],.?:*&~@]+\s+)*[*&]*[\w$#~:]+\s*(?:<[^>]*>)?\([^;]*\)?[^;]*[{,:)]?\s*$/;
const HEAD_REGEXP = /^[^({=;]*/;
const PLAIN_ASSIGNMENT_REGEXP =
  /^(?:[A-Z][A-Z0-9_]+|exports\.\w+|module\.exports|\w+\.prototype\.\w+|[a-zA-Z_]\w*)\s*(?::[^=]+)?=[^=>]/;

/**
 * Where a line defines a name, if it does.
 *
 * @param line The line.
 * @returns The number of units from the start within which the name is; 0 when it defines nothing.
 */
export function definitionHead(line: string): number {
  if (line.length > 300) return 0;
  const isDefinition = KEYWORD_REGEXP.test(line) || PLAIN_ASSIGNMENT_REGEXP.test(line) ||
    (line.includes("(") && /[{,(]\s*$|^\w/.test(line) && METHOD_REGEXP.test(line));
  if (!isDefinition) return 0;
  // Go puts the receiver before the name.
  const receiver = /^func\s*\([^)]*\)\s*/.exec(line)?.[0].length ?? 0;
  return receiver + HEAD_REGEXP.exec(line.slice(receiver))![0].length;
}
