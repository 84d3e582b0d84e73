import { assert, assertEquals } from "@std/assert";
import type { PastCommit } from "../ports.ts";
import { compileTerms } from "./automaton.ts";
import { studyHistory } from "./history.ts";
import { parseQuery } from "./query.ts";

const pure = { permissions: "none" } as const;

function study(prompt: string, ...commits: readonly (readonly [string, ...string[]])[]) {
  const query = parseQuery(prompt);
  const search = { scan: compileTerms(query.terms), terms: query.terms.length };
  const past = commits.map(([message, ...paths]): PastCommit => ({ message, paths }));
  return studyHistory(past, query, search);
}

Deno.test("studyHistory() finds what was changed when the same was spoken of", pure, () => {
  const past = study(
    "Retry requests that time out",
    ["Bump the version", "version.ts"],
    ["Retry a request once", "client.ts"],
    ["Print the help", "help.ts"],
  );
  assert(past.get("client.ts")!.alike > 0);
  assertEquals([past.get("help.ts")!.alike, past.get("help.ts")!.usual], [0, 0]);
});

Deno.test(
  "studyHistory() counts a commit less with its age and with the files that it changed",
  pure,
  () => {
    const past = study(
      "Retry requests",
      ["Retry requests", "new.ts"],
      ["Retry requests", "old.ts"],
      ["Retry requests", "one.ts", "two.ts"],
    );
    const [fresh, old, shared] = ["new.ts", "old.ts", "one.ts"].map((path) => past.get(path)!);
    assert(fresh.alike > old.alike && old.alike > shared.alike);
    assert(fresh.recent > old.recent && old.recent > shared.recent);
    assertEquals(past.get("one.ts"), past.get("two.ts"));
  },
);

Deno.test(
  "studyHistory() doubts a file of one commit, and one that is changed for all reasons",
  pure,
  () => {
    const past = study(
      "Retry requests",
      ["Retry requests", "twice.ts", "once.ts", "always.ts"],
      ["Print the help", "always.ts"],
      ["Retry requests", "twice.ts"],
      ["Print the version", "always.ts"],
    );
    const [twice, once, always] = ["twice.ts", "once.ts", "always.ts"].map((path) =>
      past.get(path)!
    );
    assert(twice.usual > once.usual && once.usual > always.usual);
    assertEquals([always.commits, always.spoken], [3, 1]);
  },
);

Deno.test("studyHistory() has nothing to say without a past", pure, () => {
  assertEquals(study("Retry requests").size, 0);
  assertEquals(study("Retry requests", ["Move everything"]).size, 0);
});
