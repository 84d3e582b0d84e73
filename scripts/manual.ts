/**
 * The manual pages, printed from the table of commands: `deno task manual` writes them to
 * `dist/man/`.
 *
 * @module
 */

import type { CommandRow, FlagRow } from "../cli/command.ts";
import { COMMANDS, GLOBAL_FLAGS } from "../cli/commands.ts";
import { REASONS, reasonsOf, STATUSES } from "../cli/exit_status.ts";
import { VERSION } from "../cli/help.ts";
import { PROJECT_PATH } from "./project.ts";

/** The pages, by file name. */
export function printManual(): ReadonlyMap<string, string> {
  return new Map([
    ["zerostack.1", printProgramPage()],
    ...COMMANDS.map((row) => [`zerostack-${row.name}.1`, printCommandPage(row)] as const),
  ]);
}

/** Writes the pages to a folder, which is made when it is not there. */
export async function writeManual(outPath: string): Promise<void> {
  await Deno.mkdir(outPath, { recursive: true });
  for (const [name, page] of printManual()) await Deno.writeTextFile(`${outPath}/${name}`, page);
}

function printProgramPage(): string {
  const variables = new Map(
    COMMANDS.flatMap((row) => row.flags).flatMap((flag) => flag.env ? [[flag.env, flag]] : []),
  );
  return printPage("zerostack", "a coding agent made of Unix filters", [
    ["SYNOPSIS", [
      '.B zerostack\n"\\fIa prompt with spaces\\fR" | \\fBgit apply\\fR',
      ".br\n.B zerostack\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIOPERANDS\\fR]",
    ]],
    ["DESCRIPTION", [
      "A prompt goes in; a patch, an answer or an error comes out; the process ends.",
      "Each command is a filter: stdout is data, stderr is talk, the exit status is the verdict. " +
      "The tree is never written; \\fBgit apply\\fR is the act of the user.",
    ]],
    ["COMMANDS", COMMANDS.map((row) => tagged(`\\fB${row.name}\\fR`, escapeText(row.summary)))],
    ["OPTIONS", ["These are taken by every command.", ...GLOBAL_FLAGS.map(printFlag)]],
    ["EXIT STATUS", Array.from(STATUSES, printStatus)],
    [
      "ENVIRONMENT",
      Array.from(
        variables,
        ([name, flag]) => tagged(`\\fB${name}\\fR`, `Stands in for \\fB${printName(flag)}\\fR.`),
      ),
    ],
    ["SEE ALSO", [COMMANDS.map((row) => reference(`zerostack-${row.name}`)).join(",\n")]],
  ]);
}

function printCommandPage(row: CommandRow): string {
  const operands = row.operands === undefined ? "" : ` ${escapeText(row.operands)}`;
  return printPage(`zerostack-${row.name}`, row.summary, [
    ["SYNOPSIS", [`.B zerostack ${row.name}\n[\\fIOPTIONS\\fR]${operands}`]],
    ["DESCRIPTION", [escapeText(row.pipe)]],
    ["OPTIONS", row.flags.map(printFlag)],
    ["COMMON OPTIONS", GLOBAL_FLAGS.map(printFlag)],
    ["EXIT STATUS", [
      "0 for complete output, 1 for a clean no, others name what to do: see\n" +
      reference("zerostack") + ".",
    ]],
    ["EXAMPLES", row.examples.map((example) => `.nf\n${escapeText(example)}\n.fi`)],
    ["SEE ALSO", [reference("zerostack")]],
  ]);
}

/** A page; sections without paragraphs are left out. */
function printPage(
  name: string,
  summary: string,
  sections: readonly (readonly [title: string, paragraphs: readonly string[]])[],
): string {
  return [
    `.TH ${name.toUpperCase()} 1 "" "zerostack ${VERSION}" "Zerostack manual"`,
    `.SH NAME\n${escapeText(name)} \\- ${escapeText(summary)}`,
    ...sections.filter(([, paragraphs]) => paragraphs.length > 0).map(([title, paragraphs]) =>
      `.SH ${title}\n${joinParagraphs(paragraphs)}`
    ),
  ].join("\n") + "\n";
}

function joinParagraphs(paragraphs: readonly string[]): string {
  return paragraphs.map((text, at) =>
    at === 0 || text.startsWith(".TP") || text.startsWith(".br") ? text : `.PP\n${text}`
  ).join("\n");
}

function tagged(tag: string, text: string): string {
  return `.TP\n${tag}\n${text}`;
}

function reference(name: string): string {
  return `.BR ${escapeText(name)} (1)`.replace("\\-", "-");
}

function printFlag(flag: FlagRow): string {
  const value = flag.value === undefined ? "" : ` \\fI${escapeText(flag.value)}\\fR`;
  const short = flag.short === undefined ? "" : `\\fB\\-${flag.short}\\fR, `;
  const env = flag.env === undefined ? "" : ` [\\fB${flag.env}\\fR]`;
  return tagged(`${short}\\fB${printName(flag)}\\fR${value}`, escapeText(flag.help) + env);
}

function printName(flag: FlagRow): string {
  return escapeText(`--${flag.name}`);
}

function printStatus([status, meaning]: readonly [number, string]): string {
  const reasons = reasonsOf(status).map((reason) =>
    `.br\n\\fB${reason}\\fR: ${escapeText(REASONS[reason].meaning)}`
  );
  return tagged(`\\fB${status}\\fR`, [escapeText(meaning), ...reasons].join("\n"));
}

/** Text as roff takes it: hyphens stay hyphens to search for, and no line is a request. */
function escapeText(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll(/^([.'])/gm, "\\&$1");
}

if (import.meta.main) await writeManual(`${PROJECT_PATH}/dist/man`);
