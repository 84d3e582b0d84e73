/** The size and the digest of a file. */
export interface FileDigest {
  /** Its size in bytes. */
  readonly sizeBytes: number;
  /** Its SHA-256, in hexadecimal. */
  readonly digest: string;
}

/** Bytes in hexadecimal. */
export function toHex(bytes: ArrayBuffer): string {
  return new Uint8Array(bytes).toHex();
}

/** SHA-256 of bytes, in hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await crypto.subtle.digest("SHA-256", bytes));
}

/** Digests a file. */
export async function digestFile(path: string): Promise<FileDigest> {
  const bytes = await Deno.readFile(path);
  return { sizeBytes: bytes.length, digest: await sha256(bytes) };
}
