/**
 * Answers that other people's tools and a generator of damage wrote, with what should become of them.
 * The corpus is not part of the project; where it is absent the tests show as ignored.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { PROJECT_PATH } from "./harness.ts";
import { type AnswerCase, applyCase, judge, type Verdict } from "./score_patch.ts";

const CORPUS_PATH = `${PROJECT_PATH}/../shared/corpus`;
/** Answers that can be applied and are, at least, in per cent. */
const APPLIED_PERCENT = 97;

function readCases(name: string): AnswerCase[] {
  try {
    const text = Deno.readTextFileSync(`${CORPUS_PATH}/${name}/dev.jsonl`);
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

for (const name of ["apply", "fuzz"]) {
  const cases = readCases(name);
  Deno.test({
    name: `patch applies or refuses the answers of the corpus "${name}", and is never wrong`,
    ignore: cases.length === 0,
    fn: async () => {
      const verdicts = await Promise.all(cases.map(async (one): Promise<[string, Verdict]> => {
        return [one.id, judge(one, await applyCase(one))];
      }));
      assertEquals(verdicts.filter(([, verdict]) => verdict === "WRONG"), []);
      const wanted = cases.filter(({ expect }) => expect === "apply").length;
      const lost = verdicts.filter(([, verdict]) => verdict === "lost");
      const percent = 100 * (wanted - lost.length) / wanted;
      assert(percent >= APPLIED_PERCENT, `${percent} % applied; lost: ${lost.join("; ")}`);
    },
  });
}
