/**
 * Binary strings: text in which each character stands for one byte (U+0000 to U+00FF).
 *
 * Lines of a file are held this way where bytes must survive whatever the encoding is; such a string
 * takes one byte a character, and splits and compares like any other.
 *
 * @module
 */

const CHUNK_BYTES = 8192;

/** The bytes as a string of one character a byte. */
export function toBinary(bytes: Uint8Array): string {
  // Source is mostly ASCII, of which the decoder makes the same string twenty times as fast.
  const ascii = decodeAscii(bytes);
  if (ascii !== undefined) return ascii;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES)));
  }
  return parts.join("");
}

/** The text of bytes that are all ASCII; undefined for others. */
function decodeAscii(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Beyond ASCII, a byte is decoded to less than a character, or to one that is no byte.
  return text.length === bytes.length && !text.includes("\ufffd") ? text : undefined;
}

/**
 * The bytes of a binary string.
 *
 * @throws {RangeError} On a character that is no byte.
 */
export function fromBinary(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff) throw new RangeError(`Cannot make a byte of character ${at}: it is ${code}`);
    bytes[at] = code;
  }
  return bytes;
}

/** The UTF-8 bytes of a text, as a binary string. */
export function encodeBinary(text: string): string {
  return toBinary(new TextEncoder().encode(text));
}

/**
 * The text whose UTF-8 bytes a binary string holds, or undefined when they are not UTF-8.
 * A byte order mark stays.
 */
export function decodeBinary(binary: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fromBinary(binary));
  } catch {
    return undefined; // what the bytes are, only the caller knows
  }
}
