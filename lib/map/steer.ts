import type { RankingQuery } from "../ranking.ts";
import type { Place } from "./query.ts";

/** What steers the ranking beside the words of the prompt. */
export interface Steering {
  /** The prompt, with the messages of the findings after it. */
  readonly prompt: string;
  /** The places of the findings, and those of earlier stages. */
  readonly places: readonly Place[];
  /** Files that come first, in this order. */
  readonly first: readonly string[];
  /** Those of them that the user named, and that are wanted whole. */
  readonly named: ReadonlySet<string>;
}

const FINDINGS_LIMIT = 50;
const SYMBOLS_LIMIT = 10;

/** Reads what else was asked: named files, findings, scores of an earlier stage. */
export function steer({ prompt, named, findings, given }: RankingQuery): Steering {
  const some = findings.slice(0, FINDINGS_LIMIT);
  const messages = some.map(({ message, code }) =>
    code === undefined ? message : `${message} ${code}`
  );
  const found = some.flatMap(({ location }): Place[] =>
    location === undefined ? [] : [{ path: location.path, line: location.range?.startLine }]
  );
  const ranked = given.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const symbols = ranked.flatMap((record): Place[] =>
    record.type === "symbol" && (record.score ?? 0) > 0
      ? [{ path: record.path, line: record.range.startLine }]
      : []
  ).slice(0, SYMBOLS_LIMIT);
  return {
    prompt: [prompt, ...messages].join("\n"),
    places: [...found, ...symbols],
    first: [...new Set([...named, ...ranked.map((record) => record.path)])],
    named: new Set(named),
  };
}
