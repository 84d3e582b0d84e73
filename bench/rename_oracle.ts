/**
 * Parts of the benchmarks that hold `rename` to another program's answer: the files of a
 * repository, symbols drawn by a fixed seed, and the tally of answers.
 *
 * @module
 */

import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { editHits } from "../lib/rename/edits.ts";
import { createLanguages } from "../lib/rename/linkers.ts";
import { toPlace } from "../lib/rename/plan.ts";
import { openProject, type SourceFile } from "../lib/rename/project.ts";
import { planRename, type Workspace } from "../lib/rename/scope_engine.ts";

/** A symbol to rename. */
export interface Symbol {
  /** Path of the file that declares it. */
  readonly path: string;
  /** Where it is declared, in UTF-16 units. */
  readonly start: number;
  /** Its name. */
  readonly name: string;
}

/** The places that a rename touches, as `path:offset`, with what comes there; or why it is refused. */
export type Answer = ReadonlyMap<string, string> | string;

/** A repository that is renamed in again and again. */
export interface OracleRepository {
  /** All paths. */
  readonly paths: readonly string[];
  /** Its files, parsed as they are asked for. */
  readonly project: Workspace["project"];
  /** What the languages know. */
  readonly languages: Workspace["languages"];
  /** Renames a symbol by scopes. */
  readonly rename: (symbol: Symbol, newName: string) => Promise<Answer>;
  /** Whether a place is in a comment. */
  readonly isComment: (path: string, start: number) => Promise<boolean>;
}

/** Opens a repository; every word of it is indexed once. */
export async function openOracleRepository(root: string): Promise<OracleRepository> {
  const { files } = await createListFiles(root)();
  const project = openProject(files, {
    readFile: createReadFile(root),
    visitFiles: createVisitFiles(root),
    loadGrammar: createGrammarLoader(),
  });
  const languages = createLanguages();
  const index = new Map<string, Set<string>>();
  for (const { path } of files) {
    const { text } = await project.read(path) ?? {};
    for (const [word] of text?.matchAll(/[\p{L}\w$]+/gu) ?? []) {
      const paths = index.get(word) ?? new Set();
      index.set(word, paths.add(path));
    }
  }
  const findWord = (word: string) => Promise.resolve([...index.get(word) ?? []].sort());
  const rename = async ({ path, start, name }: Symbol, newName: string): Promise<Answer> => {
    const found = await findWord(name);
    const opened = await Promise.all(found.map(project.open));
    const sources = opened.filter((file): file is SourceFile => file !== undefined);
    const home = await project.open(path);
    if (home === undefined) return "no source";
    const { line, column } = toPlace(home, start, "");
    const options = { oldName: name, newName, pointer: { path, line, column } };
    const plan = await planRename(options, { project, found, sources, languages, findWord });
    if (plan.type !== "planned") return plan.type === "refused" ? plan.refusal.why : plan.type;
    return new Map(
      plan.linked.files.flatMap((file) =>
        editHits(file, name, newName).filter((_, at) =>
          !file.hits[at].path.at(-1)!.node.type.includes("comment")
        ).map((edit) => [`${file.source.path}:${edit.start}`, edit.text] as const)
      ),
    );
  };
  const isComment = async (path: string, start: number) => {
    const { tree } = await project.open(path) ?? {};
    return tree?.rootNode.descendantForIndex(start, start + 1)?.type.includes("comment") ?? false;
  };
  return { paths: files.map(({ path }) => path), project, languages, rename, isComment };
}

/** Draws some of a list, the same ones every time. */
export function draw<T>(list: readonly T[], count: number, seed = 7): readonly T[] {
  const drawn = [...list];
  let state = seed;
  for (let at = drawn.length - 1; at > 0; at--) {
    state = (state * 1664525 + 1013904223) >>> 0;
    const other = Math.floor(state / 2 ** 32 * (at + 1));
    [drawn[at], drawn[other]] = [drawn[other], drawn[at]];
  }
  return drawn.slice(0, count);
}

/** How the answers of one group compare. */
export interface Tally {
  /** Symbols renamed in exactly the expected places. */
  exact: number;
  /** Symbols with a place that is not expected, or that becomes something else. */
  wrong: number;
  /** Symbols with an expected place that was not renamed. */
  missed: number;
  /** Symbols refused, by reason. */
  readonly refused: Record<string, number>;
  /** Symbols of which the other program says nothing. */
  unanswered?: number;
  /** What differs, for people. */
  readonly differences: string[];
}

/** Compares one answer with the expected places and counts it. */
export function count(
  tally: Tally,
  symbol: Symbol,
  got: Answer,
  expected: ReadonlyMap<string, string>,
): void {
  if (typeof got === "string") {
    tally.refused[got] = (tally.refused[got] ?? 0) + 1;
    return;
  }
  const missed = [...expected.keys()].filter((place) => !got.has(place));
  const wrong = [...got].filter(([place, text]) => expected.get(place) !== text);
  if (missed.length > 0) tally.missed++;
  if (wrong.length > 0) tally.wrong++;
  if (missed.length + wrong.length === 0) tally.exact++;
  else {tally.differences.push(
      `${symbol.path}:${symbol.start} ${symbol.name}: ${JSON.stringify({ missed, wrong })}`,
    );}
}

/** An empty tally. */
export function newTally(): Tally {
  return { exact: 0, wrong: 0, missed: 0, refused: {}, differences: [] };
}
