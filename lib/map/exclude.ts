/**
 * What is never offered to a model: files that no person wrote or reads.
 *
 * @module
 */

const LOCK_REGEXP =
  /(?:^|\/)(?:[^/]*[.-]lock(?:\.json|\.ya?ml|file)?|[^/]*\.lockb?|go\.sum|gradle\.lockfile|npm-shrinkwrap\.json|pnpm-lock\.yaml|Package\.resolved)$/i;
const GENERATED_REGEXP =
  /(?:\.min\.(?:js|css|mjs)|\.(?:js|css|mjs)\.map|\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|_generated\.\w+|\.g\.(?:dart|cs)|\.snap|\.tsbuildinfo)$|(?:^|\/)(?:node_modules|\.yarn\/(?:cache|releases))\//i;
const BINARY_REGEXP =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|avif|heic|psd|pdf|zip|gz|tgz|bz2|xz|zst|7z|rar|jar|war|class|o|a|so|dylib|dll|exe|bin|dat|wasm|woff2?|ttf|otf|eot|mp[34]|wav|ogg|flac|avi|mov|mkv|webm|sqlite3?|db|pyc|pyo|whl|deb|rpm|dmg|iso|p12|pfx|jks|keystore|der|parquet|npy|npz|onnx|pt|gguf|safetensors)$/i;

/** Why a path is never offered, or undefined. */
export function excludePath(path: string): string | undefined {
  if (BINARY_REGEXP.test(path)) return "binary";
  if (LOCK_REGEXP.test(path)) return "lock file";
  return GENERATED_REGEXP.test(path) ? "generated" : undefined;
}

const HEAD_BYTES = 8000;
const NOTICE_BYTES = 1000;
const LONG_LINE_BYTES = 2000;
const NEWLINE = 0x0a;
const LFS_PREFIX = "version https://git-lfs.github.com/spec/";
const NOTICE_REGEXP =
  /@generated\b|\bcode generated\b[^\n]*\bdo not edit\b|\b(?:auto(?:matically)?[- ]?)generated\b[^\n]*(?:\n[^\n]*){0,2}\bdo not (?:edit|modify)\b|\bdo not (?:edit|modify)\b[^\n]*\bgenerated\b/i;

/** Why a file is never offered, judged by its bytes, or undefined. */
export function excludeContent(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  const head = bytes.subarray(0, HEAD_BYTES);
  if (head.indexOf(0) >= 0) return "binary";
  const top = head.subarray(0, NOTICE_BYTES);
  if (top[0] === LFS_PREFIX.charCodeAt(0) && toLatin1(top).startsWith(LFS_PREFIX)) {
    return "LFS pointer";
  }
  if (mentionsGenerator(top) && NOTICE_REGEXP.test(toLatin1(top))) return "generated";
  return isMinified(head) ? "minified" : undefined;
}

/** Whether `gene` occurs, in any case: few files need the expression, and none its decoding. */
function mentionsGenerator(bytes: Uint8Array): boolean {
  for (let i = 0; i + 4 < bytes.length; i++) {
    if ((bytes[i] | 0x20) !== 0x67 || (bytes[i + 1] | 0x20) !== 0x65) continue;
    if ((bytes[i + 2] | 0x20) === 0x6e && (bytes[i + 3] | 0x20) === 0x65) return true;
  }
  return false;
}

/** Whether lines are longer than any person writes them. */
function isMinified(head: Uint8Array): boolean {
  if (head.length < LONG_LINE_BYTES) return false;
  const enough = head.length / (LONG_LINE_BYTES / 2);
  let lines = 1;
  for (let at = head.indexOf(NEWLINE); at >= 0 && lines < enough; lines++) {
    at = head.indexOf(NEWLINE, at + 1);
  }
  return lines < enough;
}

function toLatin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
