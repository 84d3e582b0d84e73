import { type Finding, toSeverity } from "../finding.ts";
import type { XmlFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { descendants, type XmlElement } from "../xml.ts";

/** Checkstyle's XML, which many tools write. */
export const checkstyle: XmlFormat = {
  name: "checkstyle",
  roots: ["checkstyle"],
  read: (root) =>
    [...descendants(root, "file")].flatMap((file) =>
      file.children.filter((child) => child.name === "error").map((error) =>
        readError(error, file.attributes.name)
      )
    ),
};

function readError(error: XmlElement, path: string): Finding {
  const { source, line, column, message, severity } = error.attributes;
  const producer = toProducer(source, "checkstyle");
  return {
    message: message ?? "",
    severity: toSeverity(severity),
    source: producer.source,
    code: source?.replace(/^(?:ShellCheck\.|eslint\.rules\.)/, "") || undefined,
    path,
    start: line === undefined
      ? undefined
      : { line: Number(line), column: column === undefined ? undefined : Number(column) },
    units: producer.units,
  };
}
