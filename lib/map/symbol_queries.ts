import type { GrammarName } from "../languages.ts";

type TextModule = { readonly default: string };

/** One file a language; TSX is TypeScript to a query. One literal import each, for bundlers. */
const IMPORTS: Readonly<Record<GrammarName, () => Promise<TextModule>>> = {
  typescript: () => import("./queries/typescript.scm", { with: { type: "text" } }),
  tsx: () => import("./queries/typescript.scm", { with: { type: "text" } }),
  javascript: () => import("./queries/javascript.scm", { with: { type: "text" } }),
  python: () => import("./queries/python.scm", { with: { type: "text" } }),
  go: () => import("./queries/go.scm", { with: { type: "text" } }),
  rust: () => import("./queries/rust.scm", { with: { type: "text" } }),
  java: () => import("./queries/java.scm", { with: { type: "text" } }),
  c: () => import("./queries/c.scm", { with: { type: "text" } }),
  cpp: () => import("./queries/cpp.scm", { with: { type: "text" } }),
  csharp: () => import("./queries/csharp.scm", { with: { type: "text" } }),
  ruby: () => import("./queries/ruby.scm", { with: { type: "text" } }),
  php: () => import("./queries/php.scm", { with: { type: "text" } }),
  bash: () => import("./queries/bash.scm", { with: { type: "text" } }),
  css: () => import("./queries/css.scm", { with: { type: "text" } }),
};

/** What a query should find. */
export interface SymbolQueryOptions {
  /** Whether also what the language refers to, which takes a third of the time. Default yes. */
  readonly hasReferences?: boolean;
}

/**
 * Loads the query that finds what a language defines and refers to. Its file has the definitions
 * first, then an empty line, then the references.
 */
export async function loadSymbolQuery(
  language: GrammarName,
  { hasReferences = true }: SymbolQueryOptions = {},
): Promise<string> {
  const source = (await IMPORTS[language]()).default;
  return hasReferences ? source : source.slice(0, source.indexOf("\n\n"));
}
