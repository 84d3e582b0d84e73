import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { toNumber, toTextFormat } from "../rows.ts";

/** The commands by which a step of Azure Pipelines reports an issue. */
export const azure: TextFormat = toTextFormat({
  name: "azure",
  hint: "##vso[",
  row: /^\s*##vso\[task\.logissue (?<properties>.*?;?)\](?<message>.*)$/,
  toFinding: ({ properties, message }) => toFinding(parse(properties ?? ""), message ?? ""),
});

type Properties = Readonly<Record<string, string>>;

function parse(text: string): Properties {
  const pairs = text.split(";").map((pair) => [pair, pair.indexOf("=")] as const);
  return Object.fromEntries(
    pairs.filter(([, at]) => at > 0).map(([pair, at]) => [
      pair.slice(0, at).trim().toLowerCase(),
      unescape(pair.slice(at + 1)),
    ]),
  );
}

function unescape(text: string): string {
  return text.replaceAll("%3B", ";").replaceAll("%0D", "\r").replaceAll("%0A", "\n")
    .replaceAll("%5D", "]").replaceAll("%AZP25", "%");
}

function toFinding(properties: Properties, message: string): Finding {
  const { type, sourcepath, linenumber, columnnumber, code } = properties;
  const line = toNumber(linenumber);
  return {
    message: unescape(message),
    severity: toSeverity(type),
    ...toProducer(code, "azure"),
    code: code || undefined,
    path: sourcepath,
    start: line === undefined ? undefined : { line, column: toNumber(columnnumber) },
  };
}
