/**
 * Holds the renames by scopes to a table of names that a compiler of the language gave: for each
 * place where a name stands, what it stands for.
 *
 *     deno run -A bench/rename_table.ts FOLDER LANGUAGE COUNT TABLE [SEEN]
 *
 * A line of the table is `path`, offset in UTF-16 units, name, number of the symbol and group, with
 * tabs between; only declarations that are to be drawn have a group. `SEEN` is a regular expression for the
 * paths that the compiler has read.
 *
 * @module
 */

import { keepResult } from "./measure.ts";
import { count, draw, newTally, openOracleRepository, type Symbol } from "./rename_oracle.ts";

const [folder, language, countText, table, seenText = ""] = Deno.args;
if (table === undefined) {
  console.log("skipped: name a folder, a language, a count and a table of names");
  Deno.exit(0);
}
const repository = await openOracleRepository(folder);
const seen = new RegExp(seenText);
const newNames = { lower: "renamedByBenchmark", upper: "RenamedByBenchmark" };

interface Numbered extends Symbol {
  readonly number: string;
}

const groups = new Map<string, Numbered[]>();
const places = new Map<string, string[]>();
const numbers = new Set<string>();
for (const line of (await Deno.readTextFile(table)).split("\n")) {
  const [path, start, name, number, group] = line.split("\t");
  if (group === undefined) continue;
  places.set(number, [...places.get(number) ?? [], `${path}:${start}`]);
  if (group === "" || numbers.has(number)) continue;
  numbers.add(number);
  groups.set(group, [...groups.get(group) ?? [], { path, start: Number(start), name, number }]);
}

const figures: Record<string, unknown> = {};
for (const [group, list] of groups) {
  const tally = newTally();
  for (const symbol of draw(list, Number(countText))) {
    const newName = /^\p{Lu}/u.test(symbol.name) ? newNames.upper : newNames.lower;
    const expected = new Map((places.get(symbol.number) ?? []).map((place) => [place, newName]));
    const answer = await repository.rename(symbol, newName);
    const judged = typeof answer === "string"
      ? answer
      : new Map([...answer].filter(([place]) => seen.test(place.slice(0, place.lastIndexOf(":")))));
    count(tally, symbol, judged, expected);
  }
  figures[group] = tally;
  console.log(group, tally);
}
await keepResult(`rename_table_${language}`, { figures });
