import type { CountTokens } from "./ports.ts";

const BYTES_PER_TOKEN = 4;

/** Counts tokens without a vocabulary: a token for every four bytes. */
export const estimateTokens: CountTokens = Object.assign(
  (text: string) => Math.ceil(countBytes(text) / BYTES_PER_TOKEN),
  { vocabulary: "bytes/4", exact: false },
);

/** Bytes of a text in UTF-8, without making them. */
function countBytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
