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

/** Loads the query that finds what a language defines and refers to. */
export async function loadSymbolQuery(language: GrammarName): Promise<string> {
  return (await IMPORTS[language]()).default;
}
