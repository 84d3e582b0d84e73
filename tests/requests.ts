/** A request record for a prompt, as `context` would write it for an empty repository. */
export function makeRequest(prompt: string, usedTokens = 10): string {
  const record = {
    type: "request",
    task: prompt,
    messages: [{ role: "system", content: "You edit files." }, { role: "user", content: prompt }],
    answer: "text",
    budget: {
      vocabulary: "bytes/4",
      exact: false,
      limitTokens: 16_000,
      usedTokens,
      replyTokens: 0,
      omitted: [],
    },
    excerpts: [],
    base: { files: [] },
  };
  return JSON.stringify(record) + "\n";
}
