/**
 * Holds the renames by scopes to the answer of a language server.
 *
 *     deno run -A bench/rename_lsp.ts FOLDER python COUNT pyright-langserver --stdio
 *     deno run -A bench/rename_lsp.ts FOLDER go COUNT gopls serve
 *     deno run -A bench/rename_lsp.ts FOLDER c COUNT clangd --rename-file-limit=0
 *     deno run -A bench/rename_lsp.ts --references FOLDER php COUNT intelephense --stdio
 *
 * With `--references` the server is asked where a symbol is used, as some rename only for money.
 * `--quiet=SECONDS` is how long it must have reported no work before it is asked; 6 by default.
 * `--name=NAME` names the result instead of the language, and `--seen=REGEX` tells which paths the
 * server can know, as those that a build compiles here.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { resolve } from "@std/path/posix/resolve";
import { detectGrammar } from "../lib/languages.ts";
import { askReferences, askRename, startLanguageServer } from "./language_server.ts";
import { keepResult } from "./measure.ts";
import { count, draw, newTally, openOracleRepository, type Symbol } from "./rename_oracle.ts";

const flags = parseArgs(Deno.args, {
  boolean: ["references"],
  string: ["quiet", "name", "seen"],
  stopEarly: true,
});
const [folder, language, countText, ...command] = flags._.map(String);
if (command.length === 0) {
  console.log("skipped: name a folder, a language, a count and a language server");
  Deno.exit(0);
}
const root = resolve(folder);
const repository = await openOracleRepository(root);
const seen = new RegExp(String(flags.seen ?? ""));

const groups = { top: [] as Symbol[], local: [] as Symbol[] };
for (const path of repository.paths.filter((path) => detectGrammar(path) === language)) {
  if (/testdata|tests\/data/.test(path) || !seen.test(path)) continue;
  const source = await repository.project.open(path);
  if (source === undefined || source.tree.rootNode.hasError) continue;
  const names = new Set(source.text.match(/[\p{L}_][\p{L}\w]*/gu));
  names.delete("_");
  for (const name of names) {
    for (const { isTopLevel, declarations, origin, rule } of source.uses(name).bindings) {
      if (origin !== undefined || rule.member) continue;
      // A server may rename the receivers of all methods together, which is a matter of taste.
      if (declarations[0].path.some(({ field }) => field === "receiver")) continue;
      groups[isTopLevel ? "top" : "local"].push({ path, start: declarations[0].start, name });
    }
  }
}

const opened = new Set<string>();
const lines = new Map<string, readonly number[]>();
const toUri = (path: string) => `file://${root}/${path}`;
const server = await startLanguageServer(command, root);
await open(groups.top[0].path); // some begin to read only now
await server.settle(Number(flags.quiet ?? 6) * 1000); // a server answers before it has read all

/** The offsets at which the lines of a file begin. */
async function lineStarts(path: string): Promise<readonly number[]> {
  const known = lines.get(path);
  if (known !== undefined) return known;
  const text = (await repository.project.read(path))?.text ?? "";
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  lines.set(path, starts);
  return starts;
}

/** What the server says, without what it says of comments and of files outside. */
async function expectedPlaces(
  { path, start, name }: Symbol,
  newName: string,
): Promise<Map<string, string> | undefined> {
  const starts = await lineStarts(path);
  const line = starts.findLastIndex((at) => at <= start);
  const at = { uri: toUri(path), line, character: start - starts[line] };
  const found = flags.references
    ? await askReferences(server, at)
    : await askRename(server, at, newName);
  if (found === undefined) return undefined;
  const places = new Map<string, string>();
  for (const { uri, line, character } of found) {
    const path = decodeURIComponent(uri).slice(`file://${root}/`.length);
    const start = (await lineStarts(path))[line] + character - name.length;
    const { text = "" } = await repository.project.read(path) ?? {};
    const isName = text.startsWith(name, start) && !await repository.isComment(path, start);
    if (isName) places.set(`${path}:${start}`, newName);
  }
  return places;
}

async function open(path: string): Promise<void> {
  if (opened.has(path)) return;
  opened.add(path);
  const { text } = await repository.project.read(path) ?? {};
  const textDocument = { uri: toUri(path), languageId: language, version: 1, text };
  await server.notify("textDocument/didOpen", { textDocument });
}

const figures: Record<string, unknown> = {};
for (const [group, symbols] of Object.entries(groups)) {
  const tally = newTally();
  for (const symbol of draw(symbols, Number(countText))) {
    const newName = /^\p{Lu}/u.test(symbol.name) ? "RenamedByBenchmark" : "renamedByBenchmark";
    await open(symbol.path);
    const expected = await expectedPlaces(symbol, newName);
    if (expected === undefined || expected.size === 0) {
      tally.unanswered = (tally.unanswered ?? 0) + 1;
      continue;
    }
    const answer = await repository.rename(symbol, newName);
    // A server tells places; whether `{a}` becomes `{a: b}` is told by edits beside them.
    const judged = typeof answer === "string" ? answer : new Map(
      [...answer.keys()].filter((place) => seen.test(place.slice(0, place.lastIndexOf(":"))))
        .map((place) => [place, newName]),
    );
    count(tally, symbol, judged, expected);
  }
  figures[group] = tally;
  console.log(group, tally);
}
await keepResult(`rename_lsp_${flags.name ?? language}`, {
  server: command.join(" ").replace(/\S*\//g, ""),
  figures,
});
await server.close();
Deno.exit(0);
