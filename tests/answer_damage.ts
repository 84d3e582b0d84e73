/**
 * The ways in which answers are not quite right, for properties and for measuring: each takes a
 * change and writes it as an answer that is damaged.
 *
 * @module
 */

import type { AnswerForm } from "../lib/types.ts";
import { changesLastEnd, printAnswer, type TextChange } from "./answer_writer.ts";
import { TEXTS } from "./damage_text.ts";
import { VIEWS } from "./damage_view.ts";

/** Picks a whole number from 0 and below a limit: all the chance that there is. */
export type Pick = (limit: number) => number;

/** A damaged answer. */
export interface DamagedAnswer {
  /** What the model wrote, as it arrives. */
  readonly answer: string;
  /** The files as they are, and as they should be afterwards. */
  readonly changes: readonly TextChange[];
}

/** What is damaged. */
export interface AnswerToDamage {
  /** The form of the answer. */
  readonly form: AnswerForm;
  /** What it should do. */
  readonly changes: readonly TextChange[];
  /** All the chance that there is. */
  readonly pick: Pick;
}

/** The names of all kinds. */
export const DAMAGE_KINDS: readonly string[] = [...Object.keys(VIEWS), ...Object.keys(TEXTS)];

const FENCE_KINDS_REGEXP =
  /^fence: (?:none|tildes)|^lost: (?:closing|last) fence|^prose: in a fence/;

/** What the whole of a file says nothing about, so that it stays as it is. */
const WHOLE_KINDS: ReadonlySet<string> = new Set([
  "line ends: CRLF on disk",
  "line ends: none on the last line",
  "file: byte order mark",
]);

/**
 * Writes an answer and damages it.
 *
 * @returns Undefined where the damage cannot be done, or changes nothing.
 */
export function damageAnswer(kind: string, source: AnswerToDamage): DamagedAnswer | undefined {
  const { form, changes, pick } = source;
  const clean = printAnswer(form, changes);
  if (clean === undefined) return undefined;
  if (kind in TEXTS) {
    const holdsFences = changes.some(({ after }) => after?.includes("```"));
    if (holdsFences && FENCE_KINDS_REGEXP.test(kind)) return undefined; // it would hit the file, too
    const answer = TEXTS[kind](clean, { form, changes }, pick);
    return answer === undefined || answer === clean ? undefined : { answer, changes };
  }
  if (changes.some(changesLastEnd)) return undefined; // the last line's end would be damaged as well
  const view = VIEWS[kind](changes, pick);
  // A whole file is written as the model sees it: there is nothing to hold its lines against.
  if (view === undefined || (form === "whole" && view.seen !== changes)) return undefined;
  if (form === "whole" && !WHOLE_KINDS.has(kind)) return undefined;
  const answer = printAnswer(form, view.seen);
  const isOther = answer !== clean || view.real !== changes;
  return answer === undefined || !isOther ? undefined : { answer, changes: view.real };
}

/** Chance from a seed, the same on every machine. */
export function createPick(seed: number): Pick {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
