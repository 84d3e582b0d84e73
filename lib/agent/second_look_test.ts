import { assertEquals } from "@std/assert";
import type { CountTokens } from "../ports.ts";
import type { RequestRecord } from "../types.ts";
import { askAgain } from "./conversation.ts";
import { type MoreWanted, openSecondLook } from "./second_look.ts";

const pure = { permissions: "none" } as const;
const countTokens: CountTokens = Object.assign((text: string) => text.length, {
  vocabulary: "characters",
  exact: true,
});
const REQUEST: RequestRecord = {
  type: "request",
  task: "do it",
  messages: [{ role: "system", content: "rules" }, { role: "user", content: "first" }],
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

function openLook(rounds: number) {
  const wanted: MoreWanted[] = [];
  const packMore = (more: MoreWanted) => {
    wanted.push(more);
    const content = `packed ${wanted.length}`;
    return Promise.resolve({
      ...REQUEST,
      answer: "whole" as const,
      messages: [REQUEST.messages[0], { role: "user" as const, content }],
    });
  };
  return { look: openSecondLook({ rounds, packMore, countTokens }), wanted };
}

Deno.test(
  "openSecondLook() packs anew with all that was asked for, until the rounds are over",
  pure,
  async () => {
    const { look, wanted } = openLook(2);
    const first = await look.lookAgain(REQUEST, "ZEROSTACK_SHOW a.ts");
    const second = await look.lookAgain(first!, "ZEROSTACK_SHOW b.ts\nZEROSTACK_SHOW a.ts");
    assertEquals(await look.lookAgain(second!, "ZEROSTACK_SHOW c.ts"), undefined);
    assertEquals(wanted.map(({ asked, moreRounds }) => [asked, moreRounds]), [
      [["a.ts"], 1],
      [["b.ts", "a.ts"], 0],
    ]);
    assertEquals(second!.messages[1].content, "packed 2");
    assertEquals(look.state(), { asked: ["b.ts", "a.ts"], moreRounds: 0 });
  },
);

Deno.test(
  "openSecondLook() keeps what was said since, its cost and the form of the answer",
  pure,
  async () => {
    const { look, wanted } = openLook(1);
    const request = askAgain(REQUEST, "an answer", "it does not fit");
    const next = await look.lookAgain(request, "ZEROSTACK_SHOW a.ts");
    assertEquals(next!.messages.slice(2), request.messages.slice(2));
    assertEquals([next!.answer, next!.messages[1].content], ["udiff", "packed 1"]);
    assertEquals(
      wanted[0].reserveTokens,
      countTokens("an answer") + countTokens("it does not fit"),
    );
  },
);

Deno.test(
  "openSecondLook() takes an answer that asks for nothing as it is, and no round of it",
  pure,
  async () => {
    const { look } = openLook(1);
    assertEquals(await look.lookAgain(REQUEST, "NO CHANGES"), undefined);
    assertEquals(look.state().moreRounds, 1);
  },
);
