import type { Invocation } from "./command.ts";
import { examine, type Finding } from "./doctor_checks.ts";
import { NO, OK } from "./exit_status.ts";

/** `zerostack doctor`: says what is missing for the program to do all it can. */
export async function run({ options, io }: Invocation): Promise<number> {
  const findings = await examine(io);
  const form = options.choice("as", ["text", "json"]) ?? "text";
  await io.write(form === "json" ? findings.map(printJson).join("") : printText(findings));
  return findings.some((finding) => finding.state === "missing") ? NO : OK;
}

function printJson({ name, state, detail }: Finding): string {
  return JSON.stringify({ type: "finding", name, state, detail }) + "\n";
}

function printText(findings: readonly Finding[]): string {
  return findings.map(({ name, state, detail }) =>
    `${state.padEnd(8)} ${name.padEnd(12)} ${detail}\n`
  ).join("");
}
