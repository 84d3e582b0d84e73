/**
 * Text on its way into a request: read once, and where it is shown digested and looked through for
 * credentials.
 *
 * @module
 */

import { digest } from "../digest.ts";
import { Failure } from "../errors.ts";
import type { ReadFile } from "../ports.ts";
import { findSecrets, redactSecrets, type Secret } from "../secrets.ts";
import { splitLines } from "./view.ts";

/** A file that may go into the request. */
export interface FileSource extends Source {
  /** `sha256:` and the digest of the file, as it was read. */
  readonly digest: () => Promise<string>;
}

/** A text that may go into the request. */
export interface Source {
  /** Where it is from: a path, or a word such as `prompt`. */
  readonly name: string;
  /** Its lines, without credentials if they are to be taken out. */
  readonly lines: readonly string[];
  /** Finds the credentials that are still in it: most texts that are opened are not shown. */
  readonly findSecrets: () => readonly Secret[];
}

/** Opens files, each once. */
export type OpenSource = (path: string) => Promise<FileSource | undefined>;

/** Makes the opener. */
export function createOpenSource(readFile: ReadFile, isRedacted: boolean): OpenSource {
  const known = new Map<string, Promise<FileSource | undefined>>();
  const open = async (path: string): Promise<FileSource | undefined> => {
    const content = await readFile(path);
    if (content === undefined) return undefined;
    const text = new TextDecoder().decode(content.bytes);
    return { ...toSource(path, text, isRedacted), digest: () => digest(content.bytes) };
  };
  return (path) => {
    const source = known.get(path) ?? open(path);
    known.set(path, source);
    return source;
  };
}

/** Makes a text ready to be cut. */
export function toSource(name: string, text: string, isRedacted: boolean): Source {
  if (!isRedacted) {
    return { name, lines: splitLines(text), findSecrets: () => findSecrets(text, name) };
  }
  const lines = splitLines(redactSecrets(text, findSecrets(text, name)));
  return { name, lines, findSecrets: () => [] };
}

/** Whether at least a line of a credential is in a range of lines, whose end is not counted. */
export function isSecretIn(
  secret: Secret,
  { startLine, endLine }: { readonly startLine: number; readonly endLine: number },
): boolean {
  return secret.line < endLine && secret.endLine >= startLine;
}

const NAMED_LIMIT = 5;

/**
 * Refuses to send credentials.
 *
 * @param found Names of texts with the credentials in the parts that would be sent.
 * @throws {Failure} With `E_SECRET` when there is one.
 */
export function refuseSecrets(
  found: readonly { readonly name: string; readonly secret: Secret }[],
): void {
  if (found.length === 0) return;
  const places = found.map(({ name, secret }) => `${name}:${secret.line}:${secret.rule}`);
  const more = found.length > NAMED_LIMIT ? ` and ${found.length - NAMED_LIMIT} more` : "";
  throw new Failure(
    "E_SECRET",
    `Cannot pack the request: it would hold a credential: ${
      places.slice(0, NAMED_LIMIT).join(", ")
    }${more}: take it out with --redact, or leave the file out with --exclude`,
  );
}
