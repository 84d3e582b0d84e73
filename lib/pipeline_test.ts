import { assertEquals } from "@std/assert";
import { type PipelineOptions, runPipeline } from "./pipeline.ts";
import type { RequestRecord } from "./types.ts";

const TEXT = "export const a = 1;\n";
const ANSWER = "a.ts\n<<<<<<< SEARCH\nexport const a = 1;\n=======\nexport const a = 2;\n" +
  ">>>>>>> REPLACE\n";
const REQUEST: RequestRecord = {
  type: "request",
  task: "set a to 2",
  messages: [{ role: "user", content: "set a to 2" }],
  answer: "search-replace",
  budget: {
    vocabulary: "none",
    exact: false,
    limitTokens: 100,
    usedTokens: 3,
    replyTokens: 0,
    omitted: [],
  },
  excerpts: [{ path: "a.ts", startLine: 1, endLine: 1, tokens: 6 }],
  base: { files: [] },
};

function optionsWith(changed: Partial<PipelineOptions>): PipelineOptions {
  return {
    model: {
      openAnswer: () => Promise.reject(new Error("nothing is asked")),
      signal: new AbortController().signal,
    },
    patch: { readFile: () => Promise.resolve(undefined) },
    attempts: 1,
    countTokens: Object.assign(() => 1, { vocabulary: "none", exact: false }),
    ...changed,
  };
}

Deno.test("runPipeline() loads the language of the first excerpt while the model writes", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  const counted: string[] = [];
  const loaded = Promise.withResolvers<void>();
  const record = await runPipeline(
    REQUEST,
    optionsWith({
      model: {
        signal: new AbortController().signal,
        openAnswer: () =>
          Promise.resolve({
            model: "m",
            parts: (async function* () {
              await loaded.promise; // never comes when nothing is loaded early
              yield { type: "text" as const, text: ANSWER };
            })(),
          }),
      },
      patch: {
        readFile: () => Promise.resolve({ bytes, mode: "100644" as const }),
        countSyntaxErrors: (path, { length }) => {
          counted.push(`${path} ${length}`);
          loaded.resolve();
          return Promise.resolve(0);
        },
      },
    }),
  );
  assertEquals(counted[0], "a.ts 0");
  assertEquals(record.files, [{ path: "a.ts", change: "modify" }]);
});

Deno.test("runPipeline() fails only where it needs what could not be loaded early", async () => {
  const options = optionsWith({
    model: {
      signal: new AbortController().signal,
      openAnswer: () =>
        Promise.resolve({
          model: "m",
          parts: (async function* () {
            yield { type: "text" as const, text: "NO CHANGES\n" };
          })(),
        }),
    },
    patch: {
      readFile: () => Promise.resolve(undefined),
      countSyntaxErrors: () => Promise.reject(new Error("no grammar")),
    },
  });
  const failed = await runPipeline(REQUEST, options).then(() => undefined, (error) => error);
  assertEquals([failed?.name, failed?.reason], ["Failure", "E_NOTHING"]);
});
