import type { DiagnosticRecord } from "../../types.ts";

const COMMANDS = { error: "error", warning: "warning", info: "notice", hint: "notice" } as const;

/** Writes records as the commands by which a step of GitHub Actions annotates files. */
export function printGithub(records: readonly DiagnosticRecord[]): string {
  return records.map((record) => {
    const properties = toProperties(record).map(([name, value]) =>
      `${name}=${escapeProperty(value)}`
    );
    const head = [COMMANDS[record.severity], properties.join(",")].join(" ").trimEnd();
    return `::${head}::${escapeData(record.message)}\n`;
  }).join("");
}

function toProperties({ location, source, code }: DiagnosticRecord): [string, string][] {
  const range = location?.range;
  const properties: [string, string | number | undefined][] = [
    ["file", location?.path],
    ["line", range?.startLine],
    ["endLine", range?.endLine],
    ["col", range?.startColumn],
    ["endColumn", range?.endColumn],
    ["title", code === undefined ? source : `${source} (${code})`],
  ];
  return properties.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]]
  );
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
