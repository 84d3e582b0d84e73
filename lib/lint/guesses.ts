import type { Finding } from "./finding.ts";

/**
 * While a compiler finds errors in a file that it cannot mend, what it offers for others there are
 * guesses at a text that it does not understand: Clang itself makes none of them then.
 *
 * @param findings What it says.
 * @returns The same, with the fixes in such files left to a person.
 */
export function distrustGuesses(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(hasFixes)) return findings;
  const broken = new Set(findings.filter(isUnmendable).map((finding) => finding.path));
  return findings.map((finding) =>
    hasFixes(finding) && broken.has(finding.path) ? toGuess(finding) : finding
  );
}

function hasFixes({ fixes }: Finding): boolean {
  return fixes !== undefined && fixes.length > 0;
}

function isUnmendable({ severity, fixes }: Finding): boolean {
  return severity === "error" && (fixes ?? []).every((fix) => fix.safety === "manual");
}

function toGuess(finding: Finding): Finding {
  return { ...finding, fixes: finding.fixes?.map((fix) => ({ ...fix, safety: "manual" })) };
}
