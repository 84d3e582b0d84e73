import type { Finding } from "../finding.ts";
import type { Block, Lines, TextFormat } from "../format.ts";
import { findFrames, firstLine } from "../frames.ts";
import { CODE_POINTS } from "../units.ts";

const START_REGEXP = /^running \d+ tests?$/;
const FAILED_REGEXP = /^(?:test )?(\S+)(?: - should panic)? (?:\.\.\.|---) FAILED/;
const REPORT_REGEXP = /^---- (\S+) stdout ----$/;
const END_REGEXP = /^test result: /;

/** What `cargo test` prints of one binary. */
export const cargoTest: TextFormat = {
  name: "cargo-test",
  read(lines, index) {
    if (!START_REGEXP.test(lines.text[index])) return undefined;
    return readBinary(lines, index);
  },
};

function readBinary({ text }: Lines, index: number): Block {
  const failed = new Map<string, string[]>();
  let report: string[] | undefined;
  let next = index + 1;
  for (; next < text.length; next++) {
    const line = text[next];
    if (END_REGEXP.test(line)) break;
    const name = line.match(FAILED_REGEXP)?.[1] ?? line.match(REPORT_REGEXP)?.[1];
    if (name !== undefined) {
      report = failed.get(name) ?? [];
      failed.set(name, report);
    } else if (line === "failures:") report = undefined;
    else report?.push(line);
  }
  return { findings: [...failed].map(toFinding), next: Math.min(next + 1, text.length) };
}

function toFinding([name, lines]: [string, string[]]): Finding {
  const report = lines.join("\n");
  const panic = lines.findIndex((line) => line.includes(" panicked at "));
  const said = lines.slice(panic + 1).join("\n");
  return {
    message: firstLine(said) || "The test failed",
    severity: "error",
    source: "cargo test",
    code: name,
    units: CODE_POINTS,
    frames: findFrames(report).slice(0, 1),
  };
}
