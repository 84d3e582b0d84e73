/**
 * SARIF 2.1.0, the interchange format of static analysis. Its fixes do not say whether they are
 * safe, so none of them is.
 *
 * @module
 */

import { type Finding, type Mark, type RawEdit, type RawFix, toSeverity } from "../finding.ts";
import type { Units } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, isObject, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES, CODE_POINTS, toUnits, UNKNOWN, UTF16 } from "../units.ts";

/** SARIF 2.1.0. */
export const sarif: JsonFormat = {
  name: "sarif",
  recognises: (value) =>
    hasFields(value, "runs") && Array.isArray(value.runs) &&
    (textAt(value, "version")?.startsWith("2.") === true ||
      textAt(value, "$schema")?.includes("sarif") === true),
  read: (values) => values.flatMap((value) => listAt(value, "runs").flatMap(readRun)),
};

/** A run with what all its results need. */
interface Run {
  readonly json: JsonObject;
  readonly source: string;
  readonly rules: readonly JsonObject[];
  readonly rulesById: ReadonlyMap<unknown, JsonObject>;
  readonly units: Units;
}

function readRun(json: JsonObject): Finding[] {
  const source = textAt(json, "tool", "driver", "name") ?? "sarif";
  const rules = listAt(json, "tool", "driver", "rules");
  const rulesById = new Map(rules.map((rule) => [rule.id, rule]));
  const run = { json, source, rules, rulesById, units: toLocationUnits(source, json) };
  return listAt(json, "results").filter(isReported).map((result) => readResult(result, run));
}

/** Whether a result is a finding: not something that passed, was suppressed, or is gone. */
function isReported(result: JsonObject): boolean {
  const kind = textAt(result, "kind") ?? "fail";
  const isSuppressed = listAt(result, "suppressions").some((suppression) =>
    (textAt(suppression, "status") ?? "accepted") === "accepted"
  );
  return (kind === "fail" || kind === "open" || kind === "review") && !isSuppressed &&
    textAt(result, "baselineState") !== "absent";
}

function readResult(result: JsonObject, run: Run): Finding {
  const { source, units, json } = run;
  const rule = findRule(result, run);
  const place = at(result, "locations", 0, "physicalLocation");
  const region = at(place, "region");
  return {
    message: toMessage(result, rule),
    severity: toLevel(result, rule),
    source: source.toLowerCase(),
    sourceVersion: textAt(json, "tool", "driver", "semanticVersion") ??
      textAt(json, "tool", "driver", "version"),
    code: textAt(result, "ruleId") ?? textAt(result, "rule", "id") ?? textAt(rule, "id"),
    path: toPath(at(place, "artifactLocation"), json),
    start: toStart(region),
    end: toEnd(region),
    units,
    fixes: listAt(result, "fixes").slice(0, 1).flatMap((fix) => toFix(fix, json, source)),
    ...toProof(place, region, json),
  };
}

/** What tells whether the file is still the one that was read: its hash, or the code itself. */
function toProof(
  place: unknown,
  region: unknown,
  run: JsonObject,
): Pick<Finding, "contentDigest" | "shown"> {
  const uri = textAt(place, "artifactLocation", "uri");
  const index = numberAt(place, "artifactLocation", "index");
  const artifact = index === undefined
    ? listAt(run, "artifacts").find((one) => textAt(one, "location", "uri") === uri)
    : listAt(run, "artifacts")[index];
  const hash = textAt(artifact, "hashes", "sha-256")?.toLowerCase();
  const snippet = textAt(region, "snippet", "text");
  return {
    ...(hash === undefined ? {} : { contentDigest: `sha256:${hash}` }),
    ...(snippet === undefined ? {} : { shown: snippet.split("\n")[0] }),
  };
}

function findRule(result: JsonObject, { rules, rulesById }: Run): JsonObject | undefined {
  const index = numberAt(result, "ruleIndex") ?? numberAt(result, "rule", "index");
  return index === undefined ? rulesById.get(result.ruleId) : rules[index];
}

function toMessage(result: JsonObject, rule: unknown): string {
  const text = textAt(result, "message", "text") ?? textAt(result, "message", "markdown");
  if (text !== undefined) return text;
  const id = textAt(result, "message", "id") ?? "default";
  const template = textAt(rule, "messageStrings", id, "text") ??
    textAt(rule, "shortDescription", "text") ?? "";
  return template.replace(
    /\{(\d+)\}/g,
    (whole, index) => textAt(result, "message", "arguments", Number(index)) ?? whole,
  );
}

function toLevel(result: JsonObject, rule: unknown): Finding["severity"] {
  const level = textAt(result, "level") ?? textAt(rule, "defaultConfiguration", "level");
  return level === "none" ? "info" : toSeverity(level);
}

/** A place may name its file by address, by address under a base, or by number in a list. */
function toPath(location: unknown, run: JsonObject): string | undefined {
  const uri = textAt(location, "uri");
  if (uri === undefined) {
    const index = numberAt(location, "index");
    return index === undefined || index < 0
      ? undefined
      : textAt(run, "artifacts", index, "location", "uri");
  }
  const base = textAt(location, "uriBaseId");
  const baseUri = base === undefined ? undefined : textAt(run, "originalUriBaseIds", base, "uri");
  const whole = baseUri === undefined || /^[\w+.-]+:/.test(uri) ? uri : baseUri + uri;
  return whole.startsWith("file:") ? whole : decode(whole);
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // not encoded: the address is the path
  }
}

function toStart(region: unknown): Mark | undefined {
  if (!isObject(region)) return undefined;
  const offset = numberAt(region, "byteOffset");
  const line = numberAt(region, "startLine");
  if (offset === undefined && line === undefined) return undefined;
  return { line, column: numberAt(region, "startColumn"), offset };
}

function toEnd(region: unknown): Mark | undefined {
  if (!isObject(region)) return undefined;
  const offset = numberAt(region, "byteOffset");
  const length = numberAt(region, "byteLength");
  const line = numberAt(region, "endLine") ?? numberAt(region, "startLine");
  if (offset !== undefined && length !== undefined) return { line, offset: offset + length };
  if (line === undefined) return undefined;
  const column = numberAt(region, "endColumn");
  return column === undefined ? { line, atLineEnd: true } : { line, column };
}

/** For the place of a finding, what the file declares is better than nothing. */
function toLocationUnits(source: string, run: JsonObject): Units {
  const known = toUnits(source);
  if (known !== UNKNOWN) return known;
  switch (textAt(run, "columnKind")) {
    case "utf16CodeUnits":
      return UTF16;
    case "unicodeCodePoints":
      return CODE_POINTS;
    default:
      return UNKNOWN;
  }
}

function toFix(fix: JsonObject, run: JsonObject, source: string): RawFix[] {
  const edits = listAt(fix, "artifactChanges").flatMap((change) =>
    listAt(change, "replacements").map((replacement) =>
      toEdit(replacement, toPath(change.artifactLocation, run), source)
    )
  );
  if (edits.length === 0 || edits.some((edit) => edit === undefined)) return [];
  const title = textAt(fix, "description", "text") ?? "Apply the proposed fix";
  return [{ title, safety: "unsafe", edits: edits.filter((edit) => edit !== undefined) }];
}

function toEdit(replacement: JsonObject, path: string | undefined, source: string) {
  const region = replacement.deletedRegion;
  const start = toStart(region);
  const end = toEnd(region);
  const text = toContent(replacement.insertedContent);
  if (start === undefined || end === undefined || text === undefined) return undefined;
  const whole = start.offset === undefined && start.column === undefined;
  const edit: RawEdit = {
    path,
    start: whole ? { ...start, column: 1 } : start,
    end,
    text,
    units: start.offset === undefined ? toUnits(source) : BYTES,
  };
  return edit;
}

/** Nothing inserted is a deletion; what is not text cannot be inserted. */
function toContent(content: unknown): string | undefined {
  if (content === undefined) return "";
  return textAt(content, "text");
}
