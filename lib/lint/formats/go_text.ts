import type { Finding } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { BYTES } from "../units.ts";

const HEADER_REGEXP = /^# \S+(?: \[\S+\])?$/;
const ROW_REGEXP =
  /^(?<vet>vet: )?(?<path>[^\s:][^:]*\.go):(?<line>\d+)(?::(?<column>\d+))?: (?<message>.*)$/;
/** What only `go vet` says, as it does not name itself. */
const VET_REGEXP =
  /^(?:self-assignment of |redundant \w+: |unreachable code|unusedresult|\S+ format %|\S+ call |\S+ passes lock by value|assignment copies lock|range var \S+ copies lock|conversion from \w+ to string yields|struct field tag|composite literal uses unkeyed|result of \S+ call not used|the cancel function|loop variable|possible misuse of)/;

/** What `go build`, `go vet` and others for Go print. */
export const goText: TextFormat = {
  name: "go-build",
  read({ text }, index) {
    const isHeader = HEADER_REGEXP.test(text[index]);
    if (!ROW_REGEXP.test(text[isHeader ? index + 1 : index] ?? "")) return undefined;
    const rows: Readonly<Record<string, string | undefined>>[] = [];
    let next = index;
    for (; next < text.length; next++) {
      const groups = text[next].match(ROW_REGEXP)?.groups;
      if (groups !== undefined) rows.push(groups);
      else if (!HEADER_REGEXP.test(text[next]) && !/^\t\S/.test(text[next])) break;
    }
    const isVet = rows.some((row) => row.vet !== undefined) ||
      rows.every((row) => VET_REGEXP.test(row.message ?? ""));
    const findings = rows.map((row) => toFinding(row, isVet));
    return { findings, next, format: isVet ? "go-vet" : "go-build" };
  },
};

function toFinding(
  { path, line, column, message }: Readonly<Record<string, string | undefined>>,
  isVet: boolean,
): Finding {
  return {
    message: message ?? "",
    severity: isVet ? "warning" : "error",
    source: isVet ? "go vet" : "go",
    path,
    start: { line: Number(line), column: column === undefined ? undefined : Number(column) },
    units: BYTES,
  };
}
