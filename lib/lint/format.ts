/**
 * What a format is: a name, a way to know it by its bytes, and a way to read it.
 *
 * @module
 */

import type { Finding } from "./finding.ts";
import type { XmlElement } from "./xml.ts";

/** A format whose documents are JSON values; several in a row are read together. */
export interface JsonFormat {
  /** Its name. */
  readonly name: string;
  /** Whether a value is one row of a report, and not a report of its own. */
  readonly hasRows?: true;
  /** Whether a JSON value is a document of this format. */
  readonly recognises: (value: unknown) => boolean;
  /** Reads a run of documents that follow each other. */
  readonly read: (values: readonly unknown[]) => Finding[];
}

/** A format whose documents are XML. */
export interface XmlFormat {
  /** Its name. */
  readonly name: string;
  /** Names of the root element. */
  readonly roots: readonly string[];
  /** Reads one document. */
  readonly read: (root: XmlElement) => Finding[];
}

/** Lines of text, without their ends and without colours. */
export interface Lines {
  /** The lines. */
  readonly text: readonly string[];
  /** The same lines with a CR that stood before the end; for formats that quote files. */
  readonly raw: readonly string[];
  /** The same lines with colours, or what looks so, where there are any; likewise. */
  readonly escaped?: readonly string[];
}

/** What was read of a text. */
export interface Block {
  /** What the tool says in it. */
  readonly findings: readonly Finding[];
  /** Index of the first line that is not part of it. */
  readonly next: number;
  /** Name of the format, where the text tells more than the one that read it. */
  readonly format?: string;
}

/** A format of plain lines. */
export interface TextFormat {
  /** Its name. */
  readonly name: string;
  /** Reads the block that starts at a line, or returns undefined when none starts there. */
  readonly read: (lines: Lines, index: number) => Block | undefined;
}
