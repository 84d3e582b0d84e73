/**
 * Damage to the text of an answer: by the model that wrote it, and by what it came through.
 *
 * @module
 */

import type { AnswerForm } from "../lib/types.ts";
import { EDIT_FORMS, printAnswer, type TextChange } from "./answer_writer.ts";
import type { Pick } from "./answer_damage.ts";

/** What the answer is about. */
export interface AnswerSource {
  /** Its form. */
  readonly form: AnswerForm;
  /** What it should do. */
  readonly changes: readonly TextChange[];
}

/** Damages an answer; undefined where the damage cannot be done. */
export type DamageText = (text: string, source: AnswerSource, pick: Pick) => string | undefined;

function eachLine(change: (line: string, at: number) => string): DamageText {
  return (text) => text.split("\n").map(change).join("\n");
}

function inHunks(change: (line: string) => string): DamageText {
  return (text, { form }) =>
    form === "udiff" || form === "apply-patch"
      ? text.split("\n").map(change).join("\n")
      : undefined;
}

function onPaths(change: (path: string) => string): DamageText {
  return (_text, { form, changes }) => {
    // A new file may be anywhere, so that nobody could tell.
    if (changes.some(({ before }) => before === undefined)) return undefined;
    const moved = changes.map((one) => ({ ...one, path: change(one.path) }));
    return printAnswer(form, moved);
  };
}

/** Changes the lines that are a path and have a fence below. */
function onPathLines(
  text: string,
  changes: readonly TextChange[],
  change: (path: string) => string,
): string {
  const paths = new Set(changes.map(({ path }) => path));
  const lines = text.split("\n");
  return lines.map((line, at) =>
    paths.has(line) && lines[at + 1]?.startsWith("```") ? change(line) : line
  ).join("\n");
}

/** Changes the headers of hunks: where they begin, and how many lines they have. */
function onHeaders(
  change: (start: number, count: number) => readonly [number, number],
): DamageText {
  return (text, { form }) => {
    if (form !== "udiff") return undefined;
    return text.replace(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm, (...found) => {
      const [old, fresh] = [[found[1], found[2]], [found[3], found[4]]].map(([start, count]) =>
        change(Number(start), Number(count ?? 1)).map((value) => Math.max(0, value)).join(",")
      );
      return `@@ -${old} +${fresh} @@`;
    });
  };
}

const swapEdits: DamageText = (text, { form, changes }) => {
  if (form === "search-replace") {
    const blocks = text.split(/^(?=\S+\n```\n<<<<<<< SEARCH$)/m);
    return blocks.map((block) => block.replace(/\n*$/, "\n")).toReversed().join("\n");
  }
  // The hunks of one file change places; those of several would need their headers.
  if ((form !== "udiff" && form !== "apply-patch") || changes.length > 1) return undefined;
  const end = text.search(/^(?:```|\*\*\* End Patch)$(?![^]*^(?:```|\*\*\* End Patch)$)/m);
  const [head, ...hunks] = text.slice(0, end).split(/^(?=@@)/m);
  return [head, ...hunks.toReversed(), text.slice(end)].join("");
};

/** Leaves out lines that stay, as if the reader knew them. */
const elide: DamageText = (text, { form, changes }) => {
  const isProse = changes.some(({ path }) => /\.(?:md|rst|txt|ya?ml)$/.test(path));
  if (form === "json" || isProse) return undefined; // where dots may be text
  const lines = text.split("\n");
  const isKept = (line: string) =>
    form === "udiff" || form === "apply-patch" ? /^ .*\w/.test(line) : /^\s+\w/.test(line);
  const at = lines.findIndex((_, at) => at > 0 && isKept(lines[at]) && isKept(lines[at + 1] ?? ""));
  if (at < 0) return undefined;
  const sign = form === "udiff" || form === "apply-patch" ? " " : "";
  return lines.toSpliced(at, 2, `${sign}...`).join("\n");
};

const PROSE = "Here the value is read before it is used.";

/** Puts a sentence behind the first or before the last fence. */
const talkInFence: DamageText = (text, { form }, pick) => {
  const lines = text.split("\n");
  const fences = lines.flatMap((line, at) => /^`{3,}/.test(line) ? [at] : []);
  if (fences.length < 2 || form === "whole") return undefined; // there it would be a line of the file
  const at = pick(2) === 0 ? fences[0] + 1 : fences[1];
  return lines.toSpliced(at, 0, PROSE).join("\n");
};

function numberWhole(text: string): string {
  const lines = text.trimEnd().split("\n");
  return lines.map((line, at) => at < 2 || at === lines.length - 1 ? line : `${at - 1} | ${line}`)
    .join("\n") + "\n";
}

const numberLines: DamageText = (text, { form, changes }) => {
  if (form === "json") return undefined;
  if (form === "whole") return changes.length > 1 ? undefined : numberWhole(text);
  const old = changes[0].before?.split("\n") ?? [];
  const start = form === "search-replace" ? 0 : 1;
  const numbered = eachLine((line) => {
    const isCopied = start === 0 || /^[ -]/.test(line);
    const at = isCopied ? old.indexOf(line.slice(start)) : -1;
    return at < 0 || line.trim() === ""
      ? line
      : `${line.slice(0, start)}${at + 1} | ${line.slice(start)}`;
  });
  return numbered(text, { form, changes }, () => 0);
};

/** Cuts an answer in its last edit; an end between two edits cannot be seen in the text alone. */
const cut: DamageText = (text, { form }, pick) => {
  const openers = {
    "search-replace": /^<<<<<<< SEARCH\n/gm,
    udiff: /^@@ .*\n/gm,
    whole: /^\S+\n`{3,}\n/gm,
  };
  const opener = form in openers ? openers[form as keyof typeof openers] : /^/g;
  const start = Math.max(
    0,
    ...Array.from(text.matchAll(opener), ({ index, 0: { length } }) => index + length),
  );
  return text.slice(0, start + pick(Math.max(1, text.length - 1 - start)));
};

/** Puts a character that cannot be seen into a word. */
const hide: DamageText = (text, _source, pick) => {
  const places = Array.from(text.matchAll(/\w\w/g), ({ index }) => index + 1);
  const at = places[pick(places.length)];
  return text.slice(0, at) + "\u200b" + text.slice(at);
};

/** All of this damage, by name. */
export const TEXTS: Readonly<Record<string, DamageText>> = {
  "cut: anywhere": cut,
  "cut: at a line": (text, source, pick) => {
    const rest = cut(text, source, pick);
    return rest?.slice(0, rest.lastIndexOf("\n") + 1);
  },
  "lost: one line that stays": (text, { form, changes }, pick) => {
    if (form !== "udiff" && form !== "apply-patch") return undefined;
    const lines = text.split("\n");
    const kept = lines.flatMap((line, at) => /^ .*\w/.test(line) ? [at] : []);
    return kept.length === 0 || changes.length === 0
      ? undefined
      : lines.toSpliced(kept[pick(kept.length)], 1).join("\n");
  },
  "lost: signs of blank lines": inHunks((line) => /^[-+ ]\s*$/.test(line) ? "" : line),
  "lost: + of blank lines": inHunks((line) => line === "+" ? "" : line),
  "lost: - of blank lines": inHunks((line) => line === "-" ? "" : line),
  "lost: blank before lines that stay": (text, { form }) =>
    form === "udiff" || form === "apply-patch" ? text.replace(/^ (?=\w)/gm, "") : undefined,
  "lost: blanks at line ends": inHunks((line) => line.startsWith("+") ? line : line.trimEnd()),
  "lost: last line end": (text) => text.replace(/\n+$/, ""),
  "lost: closing fences": (text) =>
    text.replace(/^`{3,}\n/gm, (fence, at) => at === 0 ? fence : ""),
  "lost: last fence": (text) => text.replace(/`{3,}\n*$/, ""),
  "lost: divider": (text) => text.replace(/^=======\n/m, ""),
  "lost: opener": (text) => text.replace(/^<<<<<<< SEARCH\n/m, ""),
  "lost: closer": (text) => text.replace(/^>>>>>>> REPLACE\n/m, ""),
  "lost: numbers of hunks": (text, { form }) =>
    form === "udiff" ? text.replace(/^@@ .* @@/gm, "@@ ... @@") : undefined,
  "numbers: 1 off": onHeaders((start, count) => [start + 1, count]),
  "numbers: 37 off": onHeaders((start, count) => [start + 37, count]),
  "numbers: 500 less": onHeaders((start, count) => [start - 500, count]),
  "numbers: all 1": onHeaders((_start, count) => [1, count]),
  "numbers: counts too small": onHeaders((start, count) => [start, count - 1]),
  "numbers: counts too large": onHeaders((start, count) => [start, count + 2]),
  "numbers: before copied lines": numberLines,
  "order: edits swapped": swapEdits,
  "elided: lines that stay": elide,
  "prose: around": (text) => `Sure! I have found the cause:\n\n${text}\nLet me know if it helps.\n`,
  "prose: in a fence": talkInFence,
  "prose: a code example before": (text) =>
    `It is called like this:\n\n\`\`\`js\nrun({ now: true });\n\`\`\`\n\n${text}`,
  "prose: thinking with a draft": (text) =>
    `<think>\nFirst idea:\n${text}\nNo.\n</think>\n\n${text}`,
  "prose: thinking that never ends": (text) => `<think>\n${text}`,
  "fence: one more around": (text) => "```\n" + text + "```\n",
  "fence: a longer one around": (text) => "`````markdown\n" + text + "`````\n",
  "fence: tildes": (text) => text.replace(/^`{3,}/gm, (ticks) => "~".repeat(ticks.length)),
  "fence: none": (text, { form }) =>
    form === "whole" ? undefined : text.replace(/^`{3,}.*\n/gm, ""),
  "fence: a language": (text) => text.replace(/^```\n(?=<<<<<<<)/gm, "```python\n"),
  "fence: three ticks always": (text) => text.replace(/^`{4,}/gm, "```"),
  "indented: 2 blanks": eachLine((line) => line === "" ? line : `  ${line}`),
  "indented: as a quote": eachLine((line) => `> ${line}`),
  "letters: HTML entities in markers": (text, { form }) =>
    form === "search-replace"
      ? text.replace(
        /^(?:<{7} SEARCH|>{7} REPLACE)$/gm,
        (marker) => marker.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
      )
      : undefined,
  "letters: byte order mark": (text) => `\ufeff${text}`,
  "letters: one that cannot be seen": hide,
  "line ends: CRLF": (text) => text.replaceAll("\n", "\r\n"),
  "line ends: CRLF on some": eachLine((line) => line.length % 3 === 0 ? line + "\r" : line),
  "line ends: CR alone": (text) => text.replaceAll("\n", "\r"),
  "line ends: escaped": (text) => text.replaceAll("\n", "\\n"),
  "path: a/": onPaths((path) => `a/${path}`),
  "path: ./": onPaths((path) => `./${path}`),
  "path: /": onPaths((path) => `/${path}`),
  "path: a folder more": onPaths((path) => `project/${path}`),
  "path: a folder less": onPaths((path) => path.slice(path.indexOf("/") + 1)),
  "path: name alone": onPaths((path) => path.slice(path.lastIndexOf("/") + 1)),
  "path: backslashes": onPaths((path) => path.replaceAll("/", "\\")),
  "path: capitals": onPaths((path) => path.toUpperCase()),
  "path: bold": (text, { form, changes }) =>
    form !== "search-replace" && form !== "whole"
      ? undefined
      : onPathLines(text, changes, (path) => `**${path}**`),
  "path: a heading with ticks": (text, { form, changes }) =>
    form !== "search-replace" && form !== "whole"
      ? undefined
      : onPathLines(text, changes, (path) => `### \`${path}\``),
  "path: missing": (text, { changes }) =>
    changes.reduce((all, { path }) => all.replaceAll(path, ""), text),
  "markers: six signs": (text) =>
    text.replace(/^(?:<{7}|={7}|>{7})(?= |$)/gm, (marker) => marker.slice(1)),
  "markers: lower case": (text) =>
    text.replace(/^(<{7}) SEARCH$/gm, "$1 search").replace(/^(>{7}) REPLACE$/gm, "$1 replace"),
  "markers: of git": (text) =>
    text.replace(/^(<{7}) SEARCH$/gm, "$1 HEAD").replace(/^(>{7}) REPLACE$/gm, "$1 branch"),
  "twice: the same answer": (text) => `${text}\nThe whole change again:\n\n${text}`,
  "twice: in another form": (text, { form, changes }, pick) => {
    const others = EDIT_FORMS.filter((other) => other !== form && other !== "json");
    const other = printAnswer(others[pick(others.length)], changes);
    return form === "json" || other === undefined ? undefined : `${text}\nThe same as:\n\n${other}`;
  },
  "json: comma at the end": (text, { form }) =>
    form === "json" ? text.replace(/\n\]$/, ",\n]") : undefined,
  "json: in a fence": (text, { form }) =>
    form === "json" ? `\`\`\`json\n${text}\n\`\`\`\n` : undefined,
  "json: prose around": (text, { form }) =>
    form === "json" ? `Here you are:\n\n${text}\n\nThat is all.\n` : undefined,
};
