/**
 * What a patch as a whole may not do.
 *
 * @module
 */

import type { FileVersions } from "../diff.ts";
import { hasRedaction } from "../secrets.ts";
import type { EditFailure } from "./failure.ts";
import { findHostileText } from "./content_policy.ts";
import { foldPath } from "./path_policy.ts";
import { isSensitive, toPathRegExp } from "./sensitive.ts";

/** Most files that one patch changes. */
export const FILE_LIMIT = 300;
/** Most bytes that the changed files of one patch may have together. */
export const SIZE_LIMIT_BYTES = 16 * 1024 * 1024;
/** Most files that one patch deletes or empties unless deletions are allowed. */
export const DELETE_LIMIT = 5;

/** What the user allows. */
export interface Policy {
  /** Patterns of sensitive paths that may change. */
  readonly allowPaths: readonly string[];
  /** Whether any number of files may be deleted. */
  readonly allowDelete: boolean;
}

/** Finds what a patch does and may not do. */
export function findPolicyFaults(files: readonly FileVersions[], policy: Policy): EditFailure[] {
  return [
    ...files.flatMap((file) => findSensitive(file, policy)),
    ...findVolume(files, policy),
    ...files.flatMap(findHostile),
  ];
}

function findSensitive({ path, from }: FileVersions, policy: Policy): EditFailure[] {
  const allowed = policy.allowPaths.map(toPathRegExp);
  const paths = from === undefined ? [path] : [from, path];
  const refused = paths.find((one) =>
    isSensitive(one) && !allowed.some((pattern) => pattern.test(one))
  );
  if (refused === undefined) return [];
  const message = `Cannot change "${refused}": programs run or obey it unasked, and ` +
    `--allow-path "${refused}" is not given`;
  return [{ reason: "E_PATH", message, path: refused }];
}

function findVolume(files: readonly FileVersions[], policy: Policy): EditFailure[] {
  const gone = files.filter(({ before, after }) => before?.length && !after?.length).length;
  const sizeBytes = files.reduce((sum, { after }) => sum + (after?.length ?? 0), 0);
  const faults = [
    files.length > FILE_LIMIT && `it changes ${files.length} files and may change ${FILE_LIMIT}`,
    sizeBytes > SIZE_LIMIT_BYTES &&
    `it makes files of ${sizeBytes} bytes and may make ${SIZE_LIMIT_BYTES}`,
    gone > DELETE_LIMIT && !policy.allowDelete &&
    `it deletes ${gone} files and may delete ${DELETE_LIMIT} without --allow-delete`,
  ];
  return faults.flatMap((fault) =>
    fault === false ? [] : [{ reason: "E_CONTENT_POLICY", message: `Cannot make patch: ${fault}` }]
  );
}

function findHostile({ path, before, after }: FileVersions): EditFailure[] {
  if (after === undefined) return [];
  const [old, text] = [decode(before ?? new Uint8Array()), decode(after)];
  const found = findHostileText(old, text) ??
    (hasRedaction(text) && !hasRedaction(old)
      ? "the placeholder of a credential that the model never saw"
      : undefined);
  if (found === undefined) return [];
  const message = `Cannot change "${path}": it would add ${found}`;
  return [{ reason: "E_CONTENT_POLICY", message, path }];
}

/** Text for looking only: bytes that are not UTF-8 become replacement characters on both sides. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/**
 * Finds new paths that some file system cannot tell from others, or that need a folder where a file
 * is.
 *
 * @param files What the patch makes of the files.
 * @param known Paths of all files of the repository.
 */
export function findCollisions(
  files: readonly FileVersions[],
  known: readonly string[],
): EditFailure[] {
  const gone = new Set(
    files.flatMap(({ path, from, after }) => after === undefined ? [path] : from ?? []),
  );
  const made = files.filter(({ before, from, after }) => after && (!before || from !== undefined));
  const taken = new Map<string, string>();
  for (const path of known) if (!gone.has(path)) taken.set(foldPath(path), path);
  const folders = new Map<string, string>();
  for (const path of taken.values()) {
    for (const folder of toFolders(path)) folders.set(foldPath(folder), path);
  }
  return made.flatMap(({ path }) => {
    const folded = foldPath(path);
    const inFile = toFolders(path).map((folder) => taken.get(foldPath(folder))).find(Boolean);
    const rival = taken.get(folded) ?? folders.get(folded) ?? inFile;
    taken.set(folded, path);
    if (rival === undefined) return [];
    const message = `Cannot create "${path}": some systems cannot tell it from "${rival}"`;
    return [{ reason: "E_EXISTS", message, path }];
  });
}

function toFolders(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
