/**
 * House rules: who may import whom, and where effects may live. ARCHITECTURE.md says why.
 *
 * @module
 */

const ROOT_URL = new URL("..", import.meta.url);

/** Path of a file from the repository root, with `/`. */
function toProjectPath(filename: string): string {
  const root = decodeURIComponent(ROOT_URL.pathname);
  return filename.startsWith(root) ? filename.slice(root.length) : filename;
}

/** The layer of a file: `tokenizer`, `lib`, `lib/<stage>`, `lib/host`, `lib/pipeline`, `cli`, or its top folder. */
function toLayer(path: string): string {
  const parts = path.split("/");
  if (parts[0] !== "lib") return parts[0];
  if (parts.length > 2) return `lib/${parts[1]}`;
  return /^pipeline(?:_test)?\.ts$/.test(parts[1]) ? "lib/pipeline" : "lib";
}

/** Whether a file of one layer may import a file of another. */
export function isAllowedImport(fromPath: string, toPath: string): boolean {
  const from = toLayer(fromPath);
  const to = toLayer(toPath);
  if (from === to) return true;
  if (fromPath === "mod.ts") return to.startsWith("lib") || to === "tokenizer";
  if (fromPath.endsWith("_test.ts") && to === "tests") return true;
  switch (from) {
    case "tokenizer":
      return false;
    case "lib":
      return to === "tokenizer";
    case "lib/host":
      return to === "lib" || to === "tokenizer";
    case "lib/pipeline":
      return to === "tokenizer" || (to.startsWith("lib") && to !== "lib/host");
    case "cli":
      return to.startsWith("lib") || to === "tokenizer";
    case "tests":
    case "bench":
    case "scripts":
      return true;
    default:
      return from.startsWith("lib/") && (to === "lib" || to === "tokenizer");
  }
}

/** The project path that a relative import names, or undefined for a package. */
function resolveImport(fromPath: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return new URL(specifier, `file:///${fromPath}`).pathname.slice(1);
}

function isTest(path: string): boolean {
  return path.endsWith("_test.ts") || path.startsWith("tests/");
}

/** Calls `report` for every import, static or dynamic, whose layer may not be imported. */
const layers: Deno.lint.Rule = {
  create(context) {
    const path = toProjectPath(context.filename);
    const check = (node: Deno.lint.Node, source: unknown) => {
      const target = typeof source === "string" ? resolveImport(path, source) : undefined;
      if (target !== undefined && !isAllowedImport(path, target)) {
        context.report({ node, message: `"${path}" may not import "${target}": wrong layer` });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) =>
        check(node, node.source.type === "Literal" ? node.source.value : undefined),
    };
  },
};

/** `Deno` belongs to `lib/host/` and `cli/`; the rest of `lib/` and `tokenizer/` takes ports. */
const noDenoInLib: Deno.lint.Rule = {
  create(context) {
    const path = toProjectPath(context.filename);
    const pure = (path.startsWith("lib/") && !path.startsWith("lib/host/")) ||
      path.startsWith("tokenizer/");
    if (!pure || isTest(path)) return {};
    return {
      Identifier(node) {
        if (node.name === "Deno") {
          context.report({ node, message: "Deno.* belongs in lib/host/: take a port instead" });
        }
      },
    };
  },
};

/** Only `cli/main.ts` ends the process. */
const oneExit: Deno.lint.Rule = {
  create(context) {
    const path = toProjectPath(context.filename);
    if (path === "cli/main.ts" || path.startsWith("scripts/") || path.startsWith("bench/")) {
      return {};
    }
    return {
      'MemberExpression[object.name="Deno"][property.name="exit"]'(node) {
        context.report({ node, message: "only cli/main.ts may end the process: return a status" });
      },
    };
  },
};

/** `console.log` into a closed pipe reports success, so data never goes through it. */
const noConsole: Deno.lint.Rule = {
  create(context) {
    const path = toProjectPath(context.filename);
    const held = path.startsWith("lib/") || path.startsWith("cli/") ||
      path.startsWith("tokenizer/");
    if (!held || isTest(path)) return {};
    return {
      'MemberExpression[object.name="console"]'(node) {
        context.report({
          node,
          message: "write data with the output port, talk with the report port",
        });
      },
    };
  },
};

/** A default export has no name to search for. */
const noDefaultExport: Deno.lint.Rule = {
  create(context) {
    const path = toProjectPath(context.filename);
    if (path.startsWith("scripts/lint_plugin")) return {};
    return {
      ExportDefaultDeclaration(node) {
        context.report({ node, message: "export by name" });
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "zerostack",
  rules: {
    "layers": layers,
    "no-deno-in-lib": noDenoInLib,
    "one-exit": oneExit,
    "no-console": noConsole,
    "no-default-export": noDefaultExport,
  },
};

export default plugin;
