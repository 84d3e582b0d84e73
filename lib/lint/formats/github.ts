import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { toNumber, toTextFormat } from "../rows.ts";

/** The commands by which a step of GitHub Actions annotates files. */
export const github: TextFormat = toTextFormat({
  name: "github",
  hint: "::",
  row: /^\s*::(?<level>error|warning|notice)(?: (?<properties>.*?))?::(?<message>.*)$/,
  toFinding: ({ level, properties, message }) =>
    readCommand(level ?? "", parseProperties(properties ?? ""), unescapeData(message ?? "")),
});

type Properties = Readonly<Record<string, string>>;

function parseProperties(text: string): Properties {
  const properties: Record<string, string> = {};
  for (const pair of text.split(",")) {
    const at = pair.indexOf("=");
    if (at > 0) {
      properties[pair.slice(0, at).trim().toLowerCase()] = unescapeData(pair.slice(at + 1));
    }
  }
  return properties;
}

function unescapeData(text: string): string {
  if (!text.includes("%")) return text;
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":")
    .replaceAll("%2C", ",").replaceAll("%25", "%");
}

function readCommand(level: string, properties: Properties, message: string): Finding {
  const { title, file, line, col, endline, endcolumn } = properties;
  const producer = toProducer(title, "github");
  const isRule = producer.source !== "github" && title !== producer.source;
  const code = isRule ? title.replace(/^ruff \((.*)\)$/, "$1") : title;
  // Pylint's template writes its columns as it counts them, from 0.
  const base = producer.source === "pylint" ? 1 : 0;
  const start = toNumber(line);
  const end = toNumber(endline);
  const place = findPlace(message, start);
  return {
    message: producer.source === "github" ? message : withoutPlace(message, place, code),
    severity: toSeverity(level),
    source: producer.source,
    code: isRule || producer.source === "github" ? code || undefined : undefined,
    path: file,
    start: start === undefined
      ? undefined
      : { line: start, column: shift(toNumber(col), base) ?? place?.column },
    end: end === undefined || endcolumn === undefined
      ? undefined
      : { line: end, column: shift(toNumber(endcolumn), base) },
    units: producer.units,
  };
}

function shift(column: number | undefined, base: number): number | undefined {
  return column === undefined ? undefined : column + base;
}

/** A place before the message. */
interface Repeated {
  readonly column: number;
  readonly lengthChars: number;
}

/** Some tools repeat the place; where it spans lines, only there is the column. */
function findPlace(message: string, line: number | undefined): Repeated | undefined {
  const [whole, written, column] = message.match(/^.+?:(\d+):(\d+): /) ?? [];
  if (whole === undefined || Number(written) !== line) return undefined;
  return { column: Number(column), lengthChars: whole.length };
}

/** They repeat the rule too, and put help below the message. */
function withoutPlace(message: string, place: Repeated | undefined, code: string): string {
  const bare = message.slice(place?.lengthChars ?? 0).replace(/\n {2}help: [\s\S]*$/, "");
  return bare.startsWith(`${code} `) || bare.startsWith(`${code}: `)
    ? bare.slice(code.length).replace(/^:? /, "")
    : bare;
}
