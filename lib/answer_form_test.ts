import { assertEquals } from "@std/assert";
import {
  findAskedForm,
  printAnswerInstructions,
  saysNoChanges,
  stepDownForm,
} from "./answer_form.ts";
import type { AnswerForm } from "./types.ts";

const FORMS: readonly AnswerForm[] = [
  "search-replace",
  "whole",
  "udiff",
  "apply-patch",
  "json",
  "text",
];

Deno.test({
  name: "printAnswerInstructions() is short, different for each form, and empty for text",
  permissions: "none",
  fn: () => {
    const texts = FORMS.map(printAnswerInstructions);
    assertEquals(new Set(texts).size, FORMS.length);
    assertEquals(texts.filter((text) => text.length > 1200), []);
    assertEquals(texts.at(-1), "");
  },
});

Deno.test({
  name: "findAskedForm() is the inverse of printAnswerInstructions()",
  permissions: "none",
  fn: () => {
    const found = FORMS.map((form) =>
      findAskedForm(`Rules.\n\n${printAnswerInstructions(form)}\n`)
    );
    assertEquals(found, [...FORMS.slice(0, -1), undefined]);
  },
});

Deno.test({
  name: "stepDownForm() ends at whole files",
  permissions: "none",
  fn: () => {
    assertEquals(FORMS.map(stepDownForm), [
      "whole",
      "whole",
      "search-replace",
      "search-replace",
      "search-replace",
      "text",
    ]);
  },
});

Deno.test({
  name: "saysNoChanges() takes just the last line, bare or emphasised",
  permissions: "none",
  fn: () => {
    for (const text of ["NO CHANGES", "It is so.\n\n**No changes.**\n", "`NO CHANGES`"]) {
      assertEquals(saysNoChanges(text), true, text);
    }
    for (const text of ["", "NO CHANGES\nor are there?", "there are no changes to make"]) {
      assertEquals(saysNoChanges(text), false, text);
    }
  },
});
