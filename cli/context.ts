import { toOpenAiBody, toPlainText } from "../lib/context/mod.ts";
import type { RequestRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { readForms } from "./answer_forms.ts";
import { packRequest } from "./request_source.ts";

/** `zerostack context`: packs a request for a prompt. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const form = options.choice("as", ["json", "text", "openai"]) ?? "json";
  const [answer] = readForms(options);
  await io.write(print(await packRequest(invocation, { answer }), form));
  return OK;
}

function print(request: RequestRecord, form: "json" | "text" | "openai"): string {
  switch (form) {
    case "json":
      return JSON.stringify(request) + "\n";
    case "text":
      return toPlainText(request);
    case "openai":
      return JSON.stringify(toOpenAiBody(request)) + "\n";
  }
}
