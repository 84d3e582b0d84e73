/** JSON with comments and trailing commas, as configuration files of TypeScript and Deno have it. */

const SKIPPED_REGEXP = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g;
const TRAILING_COMMA_REGEXP = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;

/** The value, or undefined when the text is not such JSON. */
export function parseJsonc(text: string): unknown {
  const bare = text.replace(SKIPPED_REGEXP, "$1").replace(TRAILING_COMMA_REGEXP, "$1");
  try {
    return JSON.parse(bare);
  } catch {
    return undefined; // what cannot be read decides nothing
  }
}

/** A field of a value, when the value is an object that has it. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
