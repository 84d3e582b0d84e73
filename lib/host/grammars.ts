/**
 * The grammars: WebAssembly that is imported as bytes, so that reading it needs no permission and
 * bundles and executables carry it. Nothing is loaded before a language is asked for.
 *
 * @module
 */

import type { Language, Parser } from "web-tree-sitter";
import { Failure, toCauseText } from "../errors.ts";
import type { GrammarName } from "../languages.ts";
import type { Grammar, LoadGrammar } from "../syntax.ts";

type WasmModule = { readonly default: Uint8Array };

/** One literal import each, as only those are found by a bundler. */
const IMPORTS: Readonly<Record<GrammarName, () => Promise<WasmModule>>> = {
  typescript: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm", {
      with: { type: "bytes" },
    }),
  tsx: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm", { with: { type: "bytes" } }),
  javascript: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-javascript.wasm", {
      with: { type: "bytes" },
    }),
  python: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm", { with: { type: "bytes" } }),
  go: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm", { with: { type: "bytes" } }),
  rust: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm", { with: { type: "bytes" } }),
  java: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm", { with: { type: "bytes" } }),
  c: () => import("tree-sitter-c/tree-sitter-c.wasm", { with: { type: "bytes" } }),
  cpp: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm", { with: { type: "bytes" } }),
  csharp: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm", { with: { type: "bytes" } }),
  ruby: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm", { with: { type: "bytes" } }),
  php: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm", { with: { type: "bytes" } }),
  bash: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm", { with: { type: "bytes" } }),
  css: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-css.wasm", { with: { type: "bytes" } }),
};

/**
 * The library keeps its runtime in a global of its own: loaded twice at the same time, the second one
 * is pulled out from under the grammars of the first.
 */
let runtime: Promise<Runtime> | undefined;

/** Makes the port; the runtime and each grammar are loaded once. */
export function createGrammarLoader(): LoadGrammar {
  const grammars = new Map<GrammarName, Promise<Grammar>>();
  return (name) => {
    const known = grammars.get(name);
    if (known !== undefined) return known;
    runtime ??= loadRuntime();
    const grammar = loadGrammar(runtime, name);
    grammars.set(name, grammar);
    return grammar;
  };
}

type Runtime = typeof import("web-tree-sitter");

async function loadRuntime(): Promise<Runtime> {
  const [runtime, wasmBinary] = await Promise.all([
    import("web-tree-sitter"),
    readBytes(() => import("web-tree-sitter/web-tree-sitter.wasm", { with: { type: "bytes" } })),
  ]);
  await runtime.Parser.init({ wasmBinary });
  return runtime;
}

async function loadGrammar(loading: Promise<Runtime>, name: GrammarName): Promise<Grammar> {
  const [{ Parser, Language, Query }, bytes] = await Promise.all([
    loading,
    readBytes(IMPORTS[name]),
  ]);
  const language = await Language.load(bytes);
  const parser = new Parser().setLanguage(language);
  return {
    name,
    parse: (text) => parse(parser, text),
    query: (source) => new Query(language as Language, source),
  };
}

function parse(parser: Parser, text: string): ReturnType<Grammar["parse"]> {
  const tree = parser.parse(text);
  // Null only comes without a language or when a progress callback stops it; there is neither.
  if (tree === null) throw new Failure("E_BUG", "Cannot parse text: the parser gave no tree");
  return tree;
}

async function readBytes(load: () => Promise<WasmModule>): Promise<Uint8Array> {
  try {
    return (await load()).default;
  } catch (cause) {
    throw new Failure("E_CONFIG", `Cannot load grammar: ${toCauseText(cause)}`, { cause });
  }
}
