import type { DiagnosticRecord } from "../types.ts";

/** What the model reads after the instructions. */
export interface UserMessage {
  /** How the repository wants to be worked in; empty without. */
  readonly agents: string;
  /** What is shown of the files; empty without. */
  readonly excerpts: string;
  /** What tools found; empty without. */
  readonly findings: string;
  /** The task. */
  readonly task: string;
}

/** Prints the message: what stays the same from task to task first, the task last. */
export function printUserMessage({ agents, excerpts, findings, task }: UserMessage): string {
  const sections = [
    ["How this repository wants to be worked in (AGENTS.md)", agents],
    ["Excerpts of the repository", excerpts],
    ["Findings", findings],
    ["Task", task],
  ];
  return sections.filter(([, text]) => text.trim() !== "")
    .map(([title, text]) => `# ${title}\n\n${text.trim()}\n`).join("\n");
}

const FINDINGS_LIMIT = 100;

/** Prints findings as compilers do, and the reports of failed checks. */
export function printFindings(
  findings: readonly DiagnosticRecord[],
  reports: readonly string[],
): string {
  const lines = findings.slice(0, FINDINGS_LIMIT).map((finding) => {
    const { location, severity, message, code } = finding;
    const line = location?.range === undefined ? "" : `:${location.range.startLine}`;
    const column = location?.range?.startColumn;
    const place = location === undefined
      ? ""
      : `${location.path}${line}${column === undefined ? "" : `:${column}`}: `;
    return `${place}${severity}: ${message}${code === undefined ? "" : ` [${code}]`}`;
  });
  const left = findings.length - lines.length;
  if (left > 0) lines.push(`and ${left} more`);
  return [lines.join("\n"), ...reports].filter((part) => part !== "").join("\n\n");
}
