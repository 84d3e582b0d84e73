/** Damaged answers in every form: whatever is not refused must make exactly the files that were meant. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createPick, DAMAGE_KINDS, damageAnswer } from "./answer_damage.ts";
import { EDIT_FORMS, type TextChange } from "./answer_writer.ts";
import { applyCase, judge } from "./score_patch.ts";

/** What no reader can tell from an answer that is right. */
const UNDECIDABLE: ReadonlySet<string> = new Set([
  "udiff file: lines twice", // where the copy stands at the line that the answer states
  "apply-patch lost: - of blank lines",
  "apply-patch lost: signs of blank lines",
  "search-replace indentation: none on old lines",
  "json indentation: none on old lines",
]);

const name = fc.constantFrom("alpha", "beta", "gamma", "delta", "omega", "sigma");

/** A function of a few lines in a language of braces, each line another one. */
const body = fc.array(fc.tuple(name, fc.nat(99)), { minLength: 3, maxLength: 9 });

type Body = readonly (readonly [string, number])[];

function printFile(functions: readonly Body[]): string {
  return functions.map((lines, at) =>
    `function f${at}(a, b) {\n${
      lines.map((line, number) => printLine(line, number, at)).join("")
    }` +
    `} // of f${at}\n`
  ).join("\n");
}

function printLine([word, value]: readonly [string, number], number: number, at: number): string {
  const blank = value % 2 === 0 ? "\n" : "";
  if (number === 2) {
    return `${blank}    if (${word}_${at} > ${value}) {\n        return "it's <${word}>";\n    }\n${blank}`;
  }
  const end = value % 7 === 0 ? "  " : "";
  return `    ${word}_${at}_${number} = call_${at}(a, "${word}-${number}", ${value} + ${at});${end}\n`;
}

const change = fc.array(body, { minLength: 4, maxLength: 6 }).chain((functions) =>
  fc.tuple(fc.nat(1), body, body).map(([at, one, other]): TextChange => ({
    path: "src/lib/code.js",
    before: printFile(functions),
    after: printFile(functions.with(at, one).with(3, other)),
  }))
);

Deno.test({
  name: "applyAnswer() is never wrong about an answer that is damaged in any known way",
  permissions: "none",
  fn: async () => {
    const seen = new Set<string>();
    const source = fc.tuple(change, fc.constantFrom(...EDIT_FORMS), fc.nat());
    await fc.assert(
      fc.asyncProperty(source, async ([one, form, seed]) => {
        fc.pre(one.before !== one.after);
        for (const kind of DAMAGE_KINDS) {
          if (UNDECIDABLE.has(`${form} ${kind}`)) continue;
          const damaged = damageAnswer(kind, { form, changes: [one], pick: createPick(seed) });
          if (damaged === undefined) continue;
          seen.add(kind);
          const [{ path, before, after }] = damaged.changes;
          const files = { id: kind, format: form, files: { [path]: before! } };
          const answer = {
            ...files,
            answer: damaged.answer,
            expect: "apply_or_reject" as const,
            expected_files: { [path]: after! },
          };
          assert(judge(answer, await applyCase(answer)) !== "WRONG", `${kind}\n${damaged.answer}`);
        }
      }),
      { numRuns: 50 },
    );
    assertEquals(DAMAGE_KINDS.filter((kind) => !seen.has(kind) && !RARE.has(kind)), []);
  },
});

/** Damage that files like these cannot have, or not often. */
const RARE: ReadonlySet<string> = new Set([
  "indentation: tabs as 2 blanks",
  "indentation: tabs as 4 blanks",
  "indentation: tabs as 8 blanks",
  "line ends: CRLF on half of the disk",
  "fence: three ticks always",
  "lost: - of blank lines",
  "lost: + of blank lines",
]);
