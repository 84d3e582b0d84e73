import { type Finding, toSeverity } from "../finding.ts";
import type { XmlFormat } from "../format.ts";
import { BYTES } from "../units.ts";
import { descendants, type XmlElement } from "../xml.ts";

/** `cppcheck --xml`. */
export const cppcheckXml: XmlFormat = {
  name: "cppcheck-xml",
  roots: ["results"],
  read: (root) => {
    const [tool] = descendants(root, "cppcheck");
    const sourceVersion = tool?.attributes.version;
    return Array.from(descendants(root, "error"), (error) => readError(error, sourceVersion));
  },
};

function readError(error: XmlElement, sourceVersion: string | undefined): Finding {
  const { id, severity, msg } = error.attributes;
  const place = error.children.find((child) => child.name === "location")?.attributes;
  const column = Number(place?.column);
  return {
    message: msg ?? "",
    severity: severity === "style" ? "warning" : toSeverity(severity),
    source: "cppcheck",
    sourceVersion,
    code: id,
    path: place?.file,
    start: place === undefined
      ? undefined
      : { line: Number(place.line), column: column > 0 ? column : undefined },
    units: BYTES,
  };
}
