import { type Answer, refuse, reply } from "./model_answers.ts";

/** What a server serves, and how it tells of its window. */
export interface Served {
  /** Names of the models. Default: one, `test-model`. */
  readonly models?: readonly string[];
  /** Which server it plays. Default `vllm`. */
  readonly kind?: "llama.cpp" | "ollama" | "vllm" | "lm-studio";
  /** Window in tokens; absent means that it does not say. */
  readonly windowTokens?: number;
}

/** Answers what is asked beside completions: the models, and the window in each server's way. */
export function answerCatalog(path: string, served: Served): Answer {
  const { models = ["test-model"], kind = "vllm", windowTokens } = served;
  const tell = (value: unknown) => reply(200, JSON.stringify(value));
  const knows = windowTokens !== undefined;
  switch (path) {
    case "/v1/models":
      return tell({
        object: "list",
        data: models.map((id) => ({
          id,
          object: "model",
          ...(kind === "vllm" && knows ? { max_model_len: windowTokens } : {}),
        })),
      });
    case "/props":
      if (kind !== "llama.cpp" || !knows) break;
      return tell({ default_generation_settings: { n_ctx: windowTokens }, total_slots: 1 });
    case "/api/show":
      if (kind !== "ollama" || !knows) break;
      return tell({
        parameters: `num_ctx                        ${windowTokens}\nstop "<|im_end|>"`,
        model_info: { "general.architecture": "qwen2", "qwen2.context_length": 131072 },
      });
    case "/api/v0/models":
      if (kind !== "lm-studio" || !knows) break;
      return tell({
        data: models.map((id) => ({
          id,
          loaded_context_length: windowTokens,
          max_context_length: 131072,
        })),
      });
  }
  return refuse(404, `no such path: ${path}`);
}
