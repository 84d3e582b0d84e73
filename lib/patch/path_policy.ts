/**
 * Which paths a patch may name. The rules are those of the strictest system that may hold the
 * repository, so that a patch means the same everywhere.
 *
 * @module
 */

const DEVICE_REGEXP =
  /^(?:con|prn|aux|nul|com[0-9\xb9\xb2\xb3]|lpt[0-9\xb9\xb2\xb3]|conin\$|conout\$)(?:\.|$)/i;
const HIDDEN_REGEXP =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\ufffd\u{e0100}-\u{e01ef}]/u;
const GIT_SHORT_NAME_REGEXP = /^(?:git|gi[0-9a-f]{4})~\d+$/;
const COMPONENT_LIMIT_BYTES = 255;
const PATH_LIMIT_BYTES = 4096;

/**
 * Says why a path is never written.
 *
 * @param path Path from the repository root.
 * @returns The reason, as the end of a sentence; undefined when the path is sound.
 */
export function findPathFault(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (!path.isWellFormed() || HIDDEN_REGEXP.test(path)) {
    return "it has characters that cannot be seen";
  }
  if (/^[/~]|^[A-Za-z]:/.test(path)) return "it is absolute and must be inside the repository";
  if (path.includes("\\")) return "it has a backslash";
  if (path.includes(":")) return "it has a colon";
  if (/[<>"|?*]/.test(path)) return "it has characters that some systems do not allow";
  if (path.startsWith("-")) return "it begins with a dash";
  if (countBytes(path) > PATH_LIMIT_BYTES) return "it is too long";
  return path.split("/").map(findComponentFault).find((fault) => fault !== undefined);
}

function findComponentFault(name: string): string | undefined {
  if (name === "") return "it has an empty part";
  if (name === "..") return "it leads out of the repository";
  if (name === ".") return 'it has a "." part';
  if (isGitFolder(name)) return "it is inside the folder of git";
  if (/[. ]$/.test(name)) return "a part ends with a dot or a blank";
  if (DEVICE_REGEXP.test(name.trimStart())) return "a part is the name of a device";
  return countBytes(name) > COMPONENT_LIMIT_BYTES ? "a part is too long" : undefined;
}

/** Whether some file system takes a name for `.git`. */
function isGitFolder(name: string): boolean {
  const plain = name.normalize("NFKC").toLowerCase().replace(/^\s+|[. ]+$/g, "");
  return plain === ".git" || GIT_SHORT_NAME_REGEXP.test(plain);
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The form of a path in which two paths are equal that some file system cannot tell apart. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase().toUpperCase();
}
