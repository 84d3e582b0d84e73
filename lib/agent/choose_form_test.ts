import { assertEquals } from "@std/assert";
import type { RequestRecord } from "../types.ts";
import { chooseForm } from "./choose_form.ts";

function makeRequest(tokens: number, isPart = false): RequestRecord {
  return {
    type: "request",
    task: "do it",
    messages: [],
    answer: "search-replace",
    budget: {
      vocabulary: "v",
      exact: true,
      limitTokens: 1,
      usedTokens: 1,
      replyTokens: 0,
      omitted: [],
    },
    excerpts: [{ path: "a", startLine: 1, endLine: 2, tokens }],
    base: { files: [{ path: "a", digest: "sha256:0", ...(isPart && { isPart: true }) }] },
  };
}

Deno.test({
  name: "chooseForm() asks small and unknown models for whole files where these are few and small",
  permissions: "none",
  fn: () => {
    const small = makeRequest(1000);
    assertEquals(chooseForm(small), "whole");
    assertEquals(chooseForm(small, "qwen2.5-coder:7b-instruct"), "whole");
    assertEquals(chooseForm(small, "some-model"), "whole");
    assertEquals(chooseForm(small, "gemma-3.14b"), "whole");
    assertEquals(chooseForm(small, "qwen3-coder:30b"), "search-replace");
    assertEquals(chooseForm(small, "Llama-3.1-70B-Instruct"), "search-replace");
    assertEquals(chooseForm(makeRequest(1001)), "search-replace");
  },
});

Deno.test({
  name: "chooseForm() asks for blocks where the request does not show everything",
  permissions: "none",
  fn: () => {
    const small = makeRequest(10);
    assertEquals(chooseForm(makeRequest(10, true)), "search-replace");
    assertEquals(chooseForm({ ...small, base: { files: [] } }), "search-replace");
    const omitted = [{ path: "b", why: "budget" }];
    assertEquals(
      chooseForm({ ...small, budget: { ...small.budget, omitted } }),
      "search-replace",
    );
  },
});
