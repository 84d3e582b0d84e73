import { printOffer } from "../more.ts";
import type { Asked, DiagnosticRecord } from "../types.ts";

/** What the model reads after the instructions. */
export interface UserMessage {
  /** How the repository wants to be worked in; empty without. */
  readonly agents: string;
  /** What is shown of the files; empty without. */
  readonly excerpts: string;
  /** What tools found; empty without. */
  readonly findings: string;
  /** What can be asked for, and what was asked for in vain; empty without. */
  readonly more: string;
  /** The task. */
  readonly task: string;
}

/** Prints the message: what stays the same from task to task first, the task last. */
export function printUserMessage(message: UserMessage): string {
  const { agents, excerpts, findings, more, task } = message;
  const sections = [
    ["How this repository wants to be worked in (AGENTS.md)", agents],
    ["Excerpts of the repository", excerpts],
    ["Findings", findings],
    ["More of the repository", more],
    ["Task", task],
  ];
  return sections.filter(([, text]) => text.trim() !== "")
    .map(([title, text]) => `# ${title}\n\n${text.trim()}\n`).join("\n");
}

/**
 * Says what was asked for and is not shown, without the reason, as that may be nobody's business; and
 * what can be asked for.
 *
 * @param asked What the model asked for.
 * @param rounds How often it may ask; 0 when this is the last time.
 */
export function printMore(asked: readonly Asked[], rounds: number): string {
  const missing = asked.filter(({ why }) => why !== undefined);
  const notes = missing.length === 0 ? [] : [
    `You asked for ${
      missing.map(({ wish }) => JSON.stringify(wish)).join(", ")
    }: that is not offered.`,
  ];
  const offers = rounds > 0 ? [printOffer(rounds)] : [];
  return [...notes, ...offers].join("\n\n");
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
