import { InputError } from "../errors.ts";
import type { DiagnosticRecord, ErrorRecord } from "../types.ts";
import { resolveFindings, type ResolveOptions } from "./resolve.ts";
import { scan, type Section } from "./scan.ts";

/** What was read of the output of tools. */
export interface Reading {
  /** The findings, in the order in which the tools wrote them. */
  readonly records: readonly DiagnosticRecord[];
  /** Names of the formats, in order, each once. */
  readonly formats: readonly string[];
  /** Findings and fixes that were left out, each reason once. */
  readonly notices: readonly string[];
  /** What an earlier stage failed with. */
  readonly error?: ErrorRecord;
}

/**
 * Reads the output of linters, compilers and test runners as records.
 *
 * @param text What they wrote: any known formats, one after another, among other lines.
 * @param options Where the repository is and how to read it.
 */
export async function readDiagnostics(text: string, options: ResolveOptions): Promise<Reading> {
  const notices = new Set<string>();
  const onDrop = options.onDrop ?? ((notice: string) => void notices.add(notice));
  const sections = scan(text);
  const findings = sections.flatMap((section) => section.findings);
  const records = await resolveFindings(findings, { ...options, onDrop });
  const formats = [...new Set(sections.map((section) => section.format))];
  return { records, formats, notices: [...notices], ...findError(sections) };
}

function findError(sections: readonly Section[]): Pick<Reading, "error"> {
  const error = sections.findLast((section) => section.error !== undefined)?.error;
  return error === undefined ? {} : { error };
}

/**
 * Decodes what tools wrote. Bytes that are not UTF-8 become half a character, which is never let into
 * an edit: a broken byte in a message must not hide all other findings.
 *
 * @throws {InputError} When it is not text at all.
 */
export function decodeOutput(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) {
    return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  }
  if (bytes.subarray(0, 8192).includes(0)) {
    throw new InputError("Cannot read diagnostics: the input is binary");
  }
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    return text.replaceAll("\ufffd", DAMAGED);
  }
}

/** Stands for what could not be decoded; no text that could be holds it. */
const DAMAGED = "\ud800";
