/**
 * Writes a change as a model would answer it, in each form: for properties and for real commits.
 *
 * @module
 */

import { makeDiff, printDiff } from "../lib/diff.ts";
import { diffLines, type LineChange } from "../lib/line_diff.ts";
import type { AnswerForm } from "../lib/types.ts";

/** A file before and after. */
export interface TextChange {
  /** Path from the repository root. */
  readonly path: string;
  /** Text before; absent for a new file. */
  readonly before?: string;
  /** Text after; absent for a deletion. */
  readonly after?: string;
}

/** The forms that hold edits. */
export const EDIT_FORMS: readonly Exclude<AnswerForm, "text">[] = [
  "search-replace",
  "whole",
  "udiff",
  "apply-patch",
  "json",
];

/**
 * Writes the answer.
 *
 * @returns The text; undefined when the form cannot express the change.
 */
export function printAnswer(form: AnswerForm, changes: readonly TextChange[]): string | undefined {
  if (form !== "udiff" && changes.some(changesLastEnd)) return undefined;
  switch (form) {
    case "search-replace":
      return join(changes.map(printSearchReplace), "\n");
    case "whole":
      return join(changes.map(printWhole), "\n");
    case "udiff":
      return "```diff\n" + printUnified(changes) + "```\n";
    case "apply-patch": {
      const body = join(changes.map(printPatchSection), "");
      return body === undefined ? undefined : `*** Begin Patch\n${body}*** End Patch\n`;
    }
    case "json": {
      const edits = changes.map(toJsonEdits);
      return edits.every((some) => some !== undefined)
        ? JSON.stringify(edits.flat(), null, 1)
        : undefined;
    }
    case "text":
      return undefined;
  }
}

/** Whether the end of the last line changes, which only a diff can say. */
export function changesLastEnd({ before = "\n", after = "\n" }: TextChange): boolean {
  return after !== "" && (before === "" || before.endsWith("\n")) !== after.endsWith("\n");
}

function join(parts: readonly (string | undefined)[], glue: string): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(glue) : undefined;
}

/** The lines of a text without their ends. */
export function toLines(text: string): string[] {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** A stretch of lines that occurs once, and what comes in its place. */
interface Block {
  readonly start: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Cuts a change into blocks, each with enough lines around it to occur once. */
function toBlocks(before: readonly string[], after: readonly string[], margin: number): Block[] {
  let groups: LineChange[][] = diffLines(before, after).map((change) => [change]);
  while (true) {
    const spans = groups.map((group) => widen(before, group, margin));
    const clash = spans.findIndex((span, at) => at > 0 && span.start < spans[at - 1].end);
    if (clash < 0) return spans.map((span, at) => cutBlock(before, after, groups[at], span));
    groups = [
      ...groups.slice(0, clash - 1),
      groups[clash - 1].concat(groups[clash]),
      ...groups.slice(clash + 1),
    ];
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function widen(lines: readonly string[], group: readonly LineChange[], margin: number): Span {
  let start = Math.max(0, group[0].beforeStart - margin);
  let end = Math.min(lines.length, group.at(-1)!.beforeEnd + margin);
  while ((end === start || !occursOnce(lines, start, end)) && end - start < lines.length) {
    if (start > 0) start--;
    if (end < lines.length) end++;
  }
  return { start, end };
}

function occursOnce(lines: readonly string[], start: number, end: number): boolean {
  const wanted = lines.slice(start, end).map((line) => line.trim());
  if (wanted.every((line) => line === "")) return false;
  let count = 0;
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (wanted.every((line, offset) => lines[at + offset].trim() === line)) count++;
  }
  return count === 1;
}

function cutBlock(
  before: readonly string[],
  after: readonly string[],
  group: readonly LineChange[],
  { start, end }: Span,
): Block {
  const first = group[0];
  const last = group.at(-1)!;
  const afterStart = first.afterStart - (first.beforeStart - start);
  const afterEnd = last.afterEnd + (end - last.beforeEnd);
  return { start, before: before.slice(start, end), after: after.slice(afterStart, afterEnd) };
}

function printSearchReplace({ path, before, after }: TextChange): string | undefined {
  if (after === undefined) return undefined;
  const [old, fresh] = [toLines(before ?? ""), toLines(after)];
  const blocks = old.length === 0 ? [{ before: [], after: fresh }] : toBlocks(old, fresh, 2);
  return blocks.map((block) =>
    `${path}\n\`\`\`\n<<<<<<< SEARCH\n${printLines(block.before)}=======\n${
      printLines(block.after)
    }` +
    ">>>>>>> REPLACE\n```\n"
  ).join("\n");
}

function printLines(lines: readonly string[]): string {
  return lines.map((line) => line + "\n").join("");
}

function printWhole({ path, after }: TextChange): string | undefined {
  if (after === undefined) return undefined;
  const longest = Math.max(2, ...Array.from(after.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${path}\n${fence}\n${printLines(toLines(after))}${fence}\n`;
}

function printUnified(changes: readonly TextChange[]): string {
  const encoder = new TextEncoder();
  const toBytes = (text: string | undefined) =>
    text === undefined ? undefined : encoder.encode(text);
  const files = changes.map(({ path, before, after }) => ({
    path,
    before: toBytes(before),
    after: toBytes(after),
  }));
  return new TextDecoder().decode(printDiff(makeDiff(files)));
}

function printPatchSection({ path, before, after }: TextChange): string | undefined {
  if (after === undefined) return `*** Delete File: ${path}\n`;
  const [old, fresh] = [toLines(before ?? ""), toLines(after)];
  if (before === undefined) {
    return `*** Add File: ${path}\n${fresh.map((line) => `+${line}\n`).join("")}`;
  }
  if (old.length === 0) return undefined;
  const hunks = toBlocks(old, fresh, 3).map((block) => "@@\n" + printHunk(block));
  return hunks.length === 0 ? undefined : `*** Update File: ${path}\n${hunks.join("")}`;
}

function printHunk({ before, after }: Pick<Block, "before" | "after">): string {
  const lines: string[] = [];
  let at = 0;
  const add = (sign: string, some: readonly string[]) =>
    lines.push(...some.map((line) => `${sign}${line}\n`));
  for (const change of diffLines(before, after)) {
    add(" ", before.slice(at, change.beforeStart));
    add("-", before.slice(change.beforeStart, change.beforeEnd));
    add("+", after.slice(change.afterStart, change.afterEnd));
    at = change.beforeEnd;
  }
  add(" ", before.slice(at));
  return lines.join("");
}

function toJsonEdits({ path, before, after }: TextChange): Record<string, string>[] | undefined {
  if (after === undefined) return undefined;
  const [old, fresh] = [toLines(before ?? ""), toLines(after)];
  if (old.length === 0) return [{ path, old: "", new: printLines(fresh) }];
  const edits = toBlocks(old, fresh, 1).map((block) => ({
    path,
    old: block.before.join("\n") + (block.after.length === 0 ? "\n" : ""),
    new: block.after.join("\n"),
  }));
  const text = printLines(old);
  return edits.every((edit) => text.split(edit.old).length === 2) ? edits : undefined;
}
