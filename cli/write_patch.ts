import type { Io } from "./io.ts";
import { escapeText } from "./escape.ts";

const GREEN = "\x1b[32m";
const RED = "\x1b[31m";
const BOLD = "\x1b[1m";
const RESET = "\x1b[0m";

/** Writes a diff: byte for byte into a pipe or a file, escaped and in colour for a person. */
export async function writePatch(io: Io, diff: string): Promise<void> {
  await io.write(io.isOutputTerminal() ? paint(escapeText(diff), io.hasColor) : diff);
}

function paint(diff: string, hasColor: boolean): string {
  return hasColor ? diff.split("\n").map(paintLine).join("\n") : diff;
}

function paintLine(line: string): string {
  if (/^(diff |--- |\+\+\+ |@@ )/.test(line)) return BOLD + line + RESET;
  if (line.startsWith("+")) return GREEN + line + RESET;
  if (line.startsWith("-")) return RED + line + RESET;
  return line;
}
