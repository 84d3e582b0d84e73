import type { Frame } from "./finding.ts";

const JAVASCRIPT_REGEXP =
  /^\s*(?:at )?(?:async )?(?:\S.*? \()?((?:file:\/\/)?[^\s()"'`]+?):(\d+):(\d+)\)?[ {]*$/;
const PYTHON_REGEXP = /^\s*File "([^"]+)", line (\d+)/;
const LINE_REGEXP = /^[\s>|]*(?:E\s+)?((?:file:\/\/)?[^\s:()"'`]+\.\w+):(\d+)(?::(\d+))?(?:[: ]|$)/;
const RUST_REGEXP = /panicked at (?:'.*', )?([^\s:]+):(\d+):(\d+)/;

/**
 * The places that the report of a failed test names, the likeliest first: in a stack of
 * JavaScript the last one is nearest to the test itself, in every other report the first one.
 *
 * @param text The report.
 */
export function findFrames(text: string): Frame[] {
  const stack: Frame[] = [];
  const others: Frame[] = [];
  for (const line of text.split("\n")) {
    const inStack = line.match(JAVASCRIPT_REGEXP);
    if (inStack !== null && /^\s*(?:at |async |\S.* \()/.test(line)) stack.push(toFrame(inStack));
    else {
      const other = line.match(RUST_REGEXP) ?? line.match(PYTHON_REGEXP) ?? line.match(LINE_REGEXP);
      if (other !== null) others.push(toFrame(other));
    }
  }
  return [...stack.reverse(), ...others];
}

function toFrame([, path, line, column]: RegExpMatchArray): Frame {
  const place = { path, line: Number(line) };
  return column === undefined ? place : { ...place, column: Number(column) };
}

/** The first line of a report that says something. */
export function firstLine(text: string): string {
  return text.split("\n").map((line) => line.trim()).find((line) => line !== "") ?? "";
}
