/**
 * Parameters that the comment above their function describes by name.
 *
 * @module
 */

import type { SyntaxNode } from "../syntax.ts";
import { descend } from "./path.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";
import { findStep } from "./table.ts";

const FUNCTION_REGEXP =
  /^(?:(?:async_)?(?:generator_)?function(?:_declaration|_expression|_signature|_definition)?|arrow_function|method_(?:definition|declaration|signature)|abstract_method_signature|constructor_declaration)$/;

/** What a function may be the value of, up to what stands below the comment. */
const OWNER_REGEXP =
  /^(?:variable_declarator|lexical_declaration|variable_declaration|export_statement|pair|public_field_definition|field_definition|assignment_expression|expression_statement)$/;

/** The places above its function that describe a parameter, in order of the text. */
export function findDocHits(source: SourceFile, binding: Binding, name: string): readonly Hit[] {
  const pattern = toPattern(source.language, name);
  if (pattern === undefined || !/^parameter/.test(binding.rule.kind)) return [];
  const { path } = binding.declarations[0];
  const at = findStep(path, path.length - 1, ({ node }) => FUNCTION_REGEXP.test(node.type));
  const comment = at < 0 ? undefined : findComment(path[at].node);
  if (comment === undefined) return [];
  return [...comment.text.matchAll(pattern)].map((match) => {
    const start = comment.startIndex + match.index + match[0].length - name.length;
    const role = { type: "other", kind: "description" } as const;
    return {
      start,
      end: start + name.length,
      path: descend(source.tree, start),
      role,
      broken: false,
    };
  });
}

function toPattern(language: SourceFile["language"], name: string): RegExp | undefined {
  const word = name.replace(/\$/g, "\\$");
  switch (language) {
    case "typescript":
    case "tsx":
    case "javascript":
      return new RegExp(
        `@(?:param|arg|argument)\\s+(?:\\{(?:[^{}]|\\{[^{}]*\\})*\\}\\s*)?\\[?${word}(?![\\w$])`,
        "g",
      );
    case "java":
      return new RegExp(`@param\\s+${word}(?!\\w)`, "g");
    case "php":
      return new RegExp(`@param\\s+[^\\s$]+\\s+&?(?:\\.\\.\\.)?\\$${word}(?!\\w)`, "g");
  }
  return undefined;
}

/** The description right above a function, or above the statement that it is the value of. */
function findComment(node: SyntaxNode): SyntaxNode | undefined {
  const before = node.previousNamedSibling;
  if (before?.type.includes("comment") && before.text.startsWith("/**")) return before;
  const { parent } = node;
  return parent !== null && OWNER_REGEXP.test(parent.type) ? findComment(parent) : undefined;
}
