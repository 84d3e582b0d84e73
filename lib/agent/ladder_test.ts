import { assertEquals } from "@std/assert";
import type { RequestRecord } from "../types.ts";
import { askInForm, toEasierForm } from "./ladder.ts";

const pure = { permissions: "none" } as const;
const REQUEST: RequestRecord = {
  type: "request",
  task: "do it",
  messages: [{ role: "system", content: "rules" }, { role: "user", content: "feedback" }],
  answer: "udiff",
  budget: {
    vocabulary: "v",
    exact: true,
    limitTokens: 1,
    usedTokens: 1,
    replyTokens: 0,
    omitted: [],
  },
  excerpts: [],
  base: { files: [] },
};

Deno.test("toEasierForm() goes one step down, but not to large files", pure, () => {
  assertEquals(toEasierForm("udiff", [1_000_000]), "search-replace");
  assertEquals(toEasierForm("search-replace", [6_000, 6_000]), "whole");
  assertEquals(toEasierForm("search-replace", [6_000, 6_001]), "search-replace");
  assertEquals(toEasierForm("whole", [1]), "whole");
  assertEquals(toEasierForm("search-replace", [Infinity]), "search-replace");
  assertEquals(toEasierForm("whole", [Infinity]), "search-replace");
});

Deno.test("askInForm() tells the form in the last message and leaves the rest alone", pure, () => {
  const asked = askInForm(REQUEST, "whole");
  assertEquals([asked.answer, asked.messages[0]], ["whole", REQUEST.messages[0]]);
  assertEquals(
    asked.messages[1].content.startsWith(
      "feedback\n\nUse another form this time. Answer with whole files",
    ),
    true,
  );
  assertEquals(askInForm(REQUEST, "udiff"), REQUEST);
});
