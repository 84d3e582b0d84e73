/** Digests of bytes and of records. */

/** `sha256:` and the SHA-256 digest of the bytes, or of the UTF-8 of the text, in hexadecimal. */
export async function digest(data: Uint8Array | string): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const hash = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return `sha256:${new Uint8Array(hash).toHex()}`;
}

/**
 * Writes a value as JSON with sorted keys and no blanks, so that equal values have equal bytes.
 * Fields that are undefined are left out, as `JSON.stringify` does.
 */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => isPlainObject(inner) ? sortKeys(inner) : inner);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.keys(value).sort().map((key) => [key, value[key]] as const);
  return Object.fromEntries(entries);
}
