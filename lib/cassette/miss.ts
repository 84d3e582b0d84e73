import type { WireRequest } from "../ports.ts";
import type { RecordingRecord } from "./recording.ts";

/** Longest piece of a line in a message. */
const LINE_CHARS = 60;

/**
 * Says which recording comes nearest to a request, and where the two part.
 *
 * @param asked The request that has no recording.
 * @param recordings All there are, at least one.
 * @returns Words such as `the nearest is recording 2, which differs in message 1, line 7: ...`.
 */
export function explainMiss(asked: WireRequest, recordings: readonly RecordingRecord[]): string {
  const lines = toLines(asked);
  const scores = recordings.map((recording) => countShared(lines, toLines(recording.asked)));
  const best = scores.indexOf(Math.max(...scores));
  return `the nearest is recording ${best + 1} of ${recordings.length}, which differs in ${
    findDifference(asked, recordings[best].asked)
  }`;
}

function toLines(asked: WireRequest): readonly string[] {
  return asked.messages.flatMap(({ content }) => content.split("\n"));
}

/** How many lines two requests share, wherever they stand, less those that they do not. */
function countShared(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of left) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of right) {
    const count = counts.get(line) ?? 0;
    if (count > 0) shared++;
    counts.set(line, count - 1);
  }
  return 2 * shared - left.length - right.length;
}

function findDifference(asked: WireRequest, recorded: WireRequest): string {
  for (const name of ["temperature", "seed", "maxTokens"] as const) {
    if (asked[name] === recorded[name]) continue;
    return `${name}: recorded ${recorded[name] ?? "none"}, asked ${asked[name] ?? "none"}`;
  }
  const count = Math.min(asked.messages.length, recorded.messages.length);
  for (let at = 0; at < count; at++) {
    const [left, right] = [recorded.messages[at], asked.messages[at]];
    const where = `message ${at + 1}`;
    if (left.role !== right.role) {
      return `${where}: recorded role ${left.role}, asked ${right.role}`;
    }
    if (left.content !== right.content) {
      return `${where}, ${differLine(left.content, right.content)}`;
    }
  }
  return `the number of messages: recorded ${recorded.messages.length}, asked ${asked.messages.length}`;
}

function differLine(recorded: string, asked: string): string {
  const [left, right] = [recorded.split("\n"), asked.split("\n")];
  let at = 0;
  while (left[at] === right[at]) at++;
  return `line ${at + 1}: recorded ${show(left[at])}, asked ${show(right[at])}`;
}

function show(line: string | undefined): string {
  if (line === undefined) return "no such line";
  return JSON.stringify(line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS)}...` : line);
}
