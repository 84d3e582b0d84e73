import { assertEquals } from "@std/assert";
import type { HunkEdit, HunkLine } from "./edit.ts";
import { parseFile } from "./file_lines.ts";
import { placeHunks } from "./place.ts";

const file = parseFile(new TextEncoder().encode("a\nx\nb\nx\nc\nx\n"));

/** A hunk that removes the lines of a text. */
function hunk(text: string, options: Partial<HunkEdit> = {}): HunkEdit {
  const lines = text.split("").map((letter): HunkLine => ({ sign: "-", text: letter }));
  const origin = { paths: ["a"], line: 1, form: "udiff" as const };
  return { ...origin, kind: "hunk", lines, section: 1, ordered: true, ...options };
}

/** The line at which each hunk goes, from 0, or all lines that it could go to. */
function place(...hunks: readonly HunkEdit[]): (number | readonly number[])[] {
  return placeHunks(file, hunks).map(({ match, starts }) => match?.start ?? starts);
}

Deno.test({
  name: "placeHunks() puts a hunk where it fits once, and lists the places otherwise",
  permissions: "none",
  fn: () => {
    assertEquals(place(hunk("b"), hunk("x"), hunk("y")), [2, [3, 5], []]);
    assertEquals(place(hunk("x", { ordered: false })), [[1, 3, 5]]);
  },
});

Deno.test({
  name: "placeHunks() uses the order of hunks, unless their numbers contradict it",
  permissions: "none",
  fn: () => {
    assertEquals(place(hunk("b"), hunk("x"), hunk("c")), [2, 3, 4]);
    assertEquals(
      place(
        hunk("b", { statedLine: 9 }),
        hunk("x", { statedLine: 2 }),
        hunk("c", { statedLine: 12 }),
      ),
      [
        2,
        [1, 3, 5],
        4,
      ],
    );
    assertEquals(place(hunk("b", { ordered: false }), hunk("x"), hunk("c")), [2, [1, 3, 5], 4]);
  },
});

Deno.test({
  name: "placeHunks() uses line numbers that are off by the same for all hunks",
  permissions: "none",
  fn: () => {
    assertEquals(place(hunk("x", { statedLine: 4 })), [3]);
    assertEquals(place(hunk("x", { statedLine: 14 }), hunk("c", { statedLine: 15 })), [3, 4]);
    assertEquals(place(hunk("x", { statedLine: 3 })), [[1, 3, 5]]);
    assertEquals(
      place(
        hunk("a", { statedLine: 1 }),
        hunk("x", { statedLine: 4 }),
        hunk("c", { statedLine: 9 }),
      ),
      [
        0,
        [1, 3],
        4,
      ],
    );
  },
});

Deno.test({
  name: "placeHunks() takes the first place behind its anchors, and none without them",
  permissions: "none",
  fn: () => {
    assertEquals(place(hunk("x", { anchors: ["b"] })), [3]);
    assertEquals(place(hunk("x", { anchors: ["a", "c"] })), [5]);
    assertEquals(place(hunk("x", { anchors: ["d"] })), [[]]);
    assertEquals(place(hunk("x", { atEnd: true })), [5]);
  },
});

Deno.test({
  name: "placeHunks() puts lines alone only at the head, at the end, or into an empty file",
  permissions: "none",
  fn: () => {
    const lines: HunkLine[] = [{ sign: "+", text: "n" }];
    assertEquals(place(hunk("", { lines, statedLine: 0 })), [0]);
    assertEquals(place(hunk("", { lines, atEnd: true })), [6]);
    assertEquals(place(hunk("", { lines, statedLine: 3 })), [[]]);
    const empty = parseFile(new Uint8Array());
    assertEquals(placeHunks(empty, [hunk("", { lines })])[0].match?.start, 0);
  },
});
