/**
 * Damage that comes from what the model saw, or thinks it saw: the answer is for files that are not
 * quite the real ones.
 *
 * @module
 */

import { diffLines } from "../lib/line_diff.ts";
import type { TextChange } from "./answer_writer.ts";
import type { Pick } from "./answer_damage.ts";

/** The files as the model has them in mind, and as they are. */
export interface View {
  /** What the answer is written for. */
  readonly seen: readonly TextChange[];
  /** What is on disk before, and must be there after. */
  readonly real: readonly TextChange[];
}

/** Makes a view of a change; undefined where the damage cannot be done. */
export type SeeChange = (changes: readonly TextChange[], pick: Pick) => View | undefined;

type SeeText = (text: string) => string;

/**
 * Both versions of each file, seen through the same glass: where nothing of it shows on the lines that
 * the file must have, nobody could tell that the added lines are damaged.
 */
function seeAll(see: SeeText): SeeChange {
  return (real) => {
    if (!real.every((change) => isVisible(change, see))) return undefined;
    return { seen: real.map((change) => mapLines(change, see)), real };
  };
}

/** Whether each edit shows the damage of its added lines on a line that goes or is right beside it. */
function isVisible({ before, after }: TextChange, see: SeeText): boolean {
  if (before === undefined || after === undefined) return false;
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  const isSeen = (line: string | undefined) => line !== undefined && see(line) !== line;
  return diffLines(old, fresh).every(({ beforeStart, beforeEnd, afterStart, afterEnd }) =>
    !fresh.slice(afterStart, afterEnd).some(isSeen) ||
    old.slice(Math.max(0, beforeStart - 1), beforeEnd + 1).some(isSeen)
  );
}

/** Lines of the file are seen through a glass; what the model adds is as it should be. */
function seeOld(see: SeeText): SeeChange {
  return (real) => ({ seen: real.map((change) => seeOldLines(change, see)), real });
}

function seeOldLines(change: TextChange, see: SeeText): TextChange {
  const { path, before, after } = change;
  if (before === undefined) return change;
  if (after === undefined) return mapLines(change, see);
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  const seen = old.map(toSeen(see));
  const lines: string[] = [];
  let at = 0;
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of diffLines(old, fresh)) {
    lines.push(...seen.slice(at, beforeStart), ...fresh.slice(afterStart, afterEnd));
    at = beforeEnd;
  }
  lines.push(...seen.slice(at));
  return { path, before: seen.join("\n"), after: lines.join("\n") };
}

/** The files on disk are other ones than the model is told, by the same rule before and after. */
function keepOnDisk(make: SeeText): SeeChange {
  return (seen) => ({
    seen,
    real: seen.map((change) => change.before === undefined ? change : mapTexts(change, make)),
  });
}

function mapTexts(change: TextChange, see: SeeText): TextChange {
  const { path, before, after } = change;
  return {
    path,
    before: before === undefined ? undefined : see(before),
    after: after === undefined ? undefined : see(after),
  };
}

function mapLines(change: TextChange, see: SeeText): TextChange {
  return mapTexts(change, (text) => text.split("\n").map(toSeen(see)).join("\n"));
}

/** Behind the last line end there is no line. */
function toSeen(see: SeeText): (line: string, at: number, all: readonly string[]) => string {
  return (line, at, all) => line === "" && at === all.length - 1 ? line : see(line);
}

/** An edited file with the ends of its first change, of which it may have none. */
interface Edited {
  readonly change: TextChange;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly start: number;
  readonly end: number;
}

function pickEdited(changes: readonly TextChange[], pick: Pick): Edited | undefined {
  const edited = changes.filter(({ before, after }) => before && after);
  if (edited.length === 0) return undefined;
  const change = edited[pick(edited.length)];
  const [before, after] = [change.before!.split("\n"), change.after!.split("\n")];
  const runs = diffLines(before, after);
  if (runs.length === 0) return undefined;
  const { beforeStart, beforeEnd } = runs[pick(runs.length)];
  return { change, before, after, start: beforeStart, end: beforeEnd };
}

function replaceChange(
  changes: readonly TextChange[],
  old: TextChange,
  fresh: Partial<TextChange>,
): readonly TextChange[] {
  return changes.map((change) => change === old ? { ...old, ...fresh } : change);
}

/** The same lines at the top of the file too, so that what the answer shows stands there twice. */
const duplicateAnchors: SeeChange = (seen, pick) => {
  const edited = pickEdited(seen, pick);
  if (edited === undefined) return undefined;
  const { change, before, start, end } = edited;
  const copy = before.slice(Math.max(0, start - 4), end + 4).join("\n") + "\n";
  const atTop = pick(2) === 0;
  const put = (text: string) => atTop ? copy + text : text.replace(/\n*$/, "\n") + copy;
  const fresh = { before: put(change.before!), after: put(change.after!) };
  return { seen, real: replaceChange(seen, change, fresh) };
};

/** A line beside the change that stays, with what happens to it; undefined when there is none. */
function findKept(edited: Edited): { readonly line: string; readonly at: number } | undefined {
  const { before, after, start } = edited;
  for (const at of [start - 1, start - 2]) {
    const line = before[at];
    if (line === undefined || !/\w{4}/.test(line)) continue;
    const isUnique = [before, after].every((lines) =>
      lines.indexOf(line) >= 0 && lines.indexOf(line) === lines.lastIndexOf(line)
    );
    if (isUnique) return { line, at };
  }
  return undefined;
}

/** One line that stays is not as the model remembers it. */
const misremember: SeeChange = (real, pick) => {
  const edited = pickEdited(real, pick);
  const kept = edited && findKept(edited);
  if (edited === undefined || kept === undefined) return undefined;
  const wrong = kept.line.replace(/\w{4,}/, (word) => word.slice(0, -1));
  const see = (line: string) => line === kept.line ? wrong : line;
  return { seen: replaceChange(real, edited.change, mapLines(edited.change, see)), real };
};

/** The file has got a line beside the change since the model saw it. */
const insertUnseen: SeeChange = (seen, pick) => {
  const edited = pickEdited(seen, pick);
  const kept = edited && findKept(edited);
  if (edited === undefined || kept === undefined) return undefined;
  const add = (line: string) => line === kept.line ? `${line}\nunseen line of somebody else` : line;
  return { seen, real: replaceChange(seen, edited.change, mapLines(edited.change, add)) };
};

/** A line that stays is in the file no more. */
const removeUnseen: SeeChange = (seen, pick) => {
  const edited = pickEdited(seen, pick);
  const kept = edited && findKept(edited);
  if (edited === undefined || kept === undefined) return undefined;
  const cut = (text?: string) => text?.split("\n").filter((line) => line !== kept.line).join("\n");
  const { before, after } = edited.change;
  return {
    seen,
    real: replaceChange(seen, edited.change, { before: cut(before), after: cut(after) }),
  };
};

const QUOTES: Readonly<Record<string, string>> = { '"': "\u201d", "'": "\u2019", "-": "\u2013" };

const escapeHtml: SeeText = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Adds a line of accented letters before each file's first change, in the given normal form. */
function accent(form: "NFC" | "NFD"): SeeChange {
  return (changes, pick) => {
    const edited = pickEdited(changes, pick);
    const kept = edited && findKept(edited);
    if (edited === undefined || kept === undefined) return undefined;
    const [own, other] = [form, form === "NFC" ? "NFD" : "NFC"] as const;
    const make = (wanted: "NFC" | "NFD") => (line: string) =>
      line === kept.line ? `${line} \u00e9t\u00e9`.normalize(wanted) : line;
    const { change } = edited;
    return {
      seen: replaceChange(changes, change, mapLines(change, make(other))),
      real: replaceChange(changes, change, mapLines(change, make(own))),
    };
  };
}

const toCrlf: SeeText = (text) => text.replaceAll("\n", "\r\n");
const noLastEnd: SeeText = (text) => text.replace(/\n$/, "");

/** All of this damage, by name. */
export const VIEWS: Readonly<Record<string, SeeChange>> = {
  "indentation: tabs as 2 blanks": seeAll((line) => expandTabs(line, 2)),
  "indentation: tabs as 4 blanks": seeAll((line) => expandTabs(line, 4)),
  "indentation: tabs as 8 blanks": seeAll((line) => expandTabs(line, 8)),
  "indentation: 4 blanks as tabs": seeAll((line) => toTabs(line, 4)),
  "indentation: 2 blanks as tabs": seeAll((line) => toTabs(line, 2)),
  "indentation: 2 blanks more": seeAll((line) => line === "" ? line : `  ${line}`),
  "indentation: a tab more": seeAll((line) => line === "" ? line : `\t${line}`),
  "indentation: 1 blank less": seeAll((line) => line.replace(/^ /, "")),
  "indentation: none at all": seeAll((line) => line.trimStart()),
  "indentation: none on old lines": seeOld((line) => line.trimStart()),
  "indentation: halved": seeAll((line) => line.replace(/^ +/, halve)),
  "indentation: one line off": (real, pick) => {
    const edited = pickEdited(real, pick);
    const kept = edited && findKept(edited);
    if (edited === undefined || kept === undefined) return undefined;
    const see = (line: string) => line === kept.line ? `  ${line}` : line;
    return { seen: replaceChange(real, edited.change, mapLines(edited.change, see)), real };
  },
  "blanks: lost at line ends": seeOld((line) => line.trimEnd()),
  "blanks: added at line ends": seeOld((line) => line === "" ? line : `${line} `),
  "blanks: some go": (changes) => {
    const addBlanks = (line: string, at: number) =>
      line !== "" && at % 7 === 3 ? `${line}  ` : line;
    const real = changes.map((change) => ({
      ...change,
      before: change.before?.split("\n").map(addBlanks).join("\n"),
    }));
    return { seen: real, real };
  },
  "blanks: no-break": seeOld((line) => line.replace(/(\S) (\S)/, "$1\u00a0$2")),
  "blanks: empty lines with blanks": seeOld((line) => line === "" ? "    " : line),
  "line ends: CRLF on disk": keepOnDisk(toCrlf),
  "line ends: CRLF on half of the disk": (seen) => ({
    seen,
    // Which end a new line gets is a matter of taste where they are mixed.
    real: seen.map((change) =>
      hasNewLines(change)
        ? change
        : seeOldLines(change, (line) => line.length % 2 === 0 ? `${line}\r` : line)
    ),
  }),
  "line ends: none on the last line": keepOnDisk(noLastEnd),
  "file: byte order mark": keepOnDisk((text) => `\ufeff${text}`),
  "file: lines twice": duplicateAnchors,
  "file: a line more": insertUnseen,
  "file: a line less": removeUnseen,
  "file: a line misremembered": misremember,
  "file: changed already": (seen) => ({
    seen,
    real: seen.map(({ path, after }) => ({ path, before: after, after })),
  }),
  "letters: curly quotes and dashes in old lines": seeOld((line) =>
    line.replace(/["'-]/g, (found) => QUOTES[found])
  ),
  "letters: curly quotes everywhere": seeAll((line) =>
    line.replace(/["']/g, (found) => QUOTES[found])
  ),
  "letters: HTML entities in old lines": seeOld(escapeHtml),
  "letters: HTML entities everywhere": seeAll(escapeHtml),
  "letters: composed on disk": accent("NFC"),
  "letters: decomposed on disk": accent("NFD"),
  "letters: another case in old lines": seeOld((line) => line.toUpperCase()),
  "letters: Markdown escapes": seeAll((line) => line.replace(/[_*]/g, "\\$&")),
};

function hasNewLines({ before, after }: TextChange): boolean {
  if (before === undefined || after === undefined) return true;
  return diffLines(before.split("\n"), after.split("\n"))
    .some(({ afterStart, afterEnd }) => afterStart < afterEnd);
}

function expandTabs(line: string, width: number): string {
  return line.replace(/^\t+/, (tabs) => " ".repeat(tabs.length * width));
}

function toTabs(line: string, width: number): string {
  return line.replace(
    /^ +/,
    (blanks) => "\t".repeat(Math.floor(blanks.length / width)) + " ".repeat(blanks.length % width),
  );
}

function halve(blanks: string): string {
  return " ".repeat(Math.floor(blanks.length / 2));
}
