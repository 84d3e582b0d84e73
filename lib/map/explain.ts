import type { Evidence } from "./evidence.ts";
import type { FilePast } from "./history.ts";
import type { Corpus } from "./score.ts";

const REASONS_LIMIT = 8;
const LINES_LIMIT = 5;

/** Says what speaks for a file, strongest first, in words for a person. */
export function explainFile(
  { path, inText, inName, inFolders }: Evidence,
  { query, textWeights }: Corpus,
  wanted: {
    readonly named: ReadonlySet<string>;
    readonly places: ReadonlyMap<string, readonly number[]>;
    readonly past: ReadonlyMap<string, FilePast>;
  },
): string[] {
  const lines = wanted.places.get(path);
  const named = wanted.named.has(path) ? ["named by the user"] : [];
  const place = lines === undefined || lines.length === 0
    ? []
    : [`named at line ${lines.slice(0, LINES_LIMIT).join(", ")}`];
  const terms = query.terms.map((term, t) => ({ term, t }))
    .filter(({ t }) => inText[t] + inName[t] + inFolders[t] > 0)
    .sort((a, b) => textWeights[b.t] - textWeights[a.t])
    .map(({ term, t }) =>
      `"${term.label}" ${inName[t] + inFolders[t] > 0 ? "in its path" : `${inText[t]} times`}`
    );
  const past = wanted.past.get(path);
  const changed = past === undefined ? [] : [
    `changed by ${past.commits} of the last ${past.of} commits, ${past.spoken} with words of the prompt`,
  ];
  return [...named, ...place, ...terms.slice(0, REASONS_LIMIT), ...changed];
}
