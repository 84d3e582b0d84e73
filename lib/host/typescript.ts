/**
 * TypeScript, loaded without any permission: its code as a module, its declarations as texts.
 *
 * @module
 */

import process from "node:process";
import { Failure, toCauseText } from "../errors.ts";
import type { LoadTypeScript, TypeScriptKit } from "../typescript.ts";
import { LIBRARIES } from "./typescript_libraries.ts";

/** Makes the port; everything is loaded once, when it is first asked for. */
export function createTypeScriptLoader(): LoadTypeScript {
  let kit: Promise<TypeScriptKit> | undefined;
  return () => kit ??= loadKit();
}

async function loadKit(): Promise<TypeScriptKit> {
  const [ts, libraries] = await Promise.all([loadCompiler(), loadLibraries()]);
  return { ts, libraries };
}

/**
 * Loads the compiler as in a browser: without that it reads environment variables as it starts,
 * which nobody permits, and reaches for files on its own.
 */
async function loadCompiler(): Promise<TypeScriptKit["ts"]> {
  const flagged = process as { browser?: boolean };
  flagged.browser = true;
  try {
    return (await import("typescript")).default;
  } finally {
    delete flagged.browser;
  }
}

async function loadLibraries(): Promise<ReadonlyMap<string, string>> {
  try {
    const decoder = new TextDecoder();
    const texts = Object.entries(LIBRARIES).map(async ([name, load]) =>
      [name, decoder.decode((await load()).default)] as const
    );
    return new Map(await Promise.all(texts));
  } catch (cause) {
    throw new Failure("E_CONFIG", `Cannot load TypeScript: ${toCauseText(cause)}`, { cause });
  }
}
