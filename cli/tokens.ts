import type { Invocation } from "./command.ts";
import { OK, toStatus } from "./exit_status.ts";

/** `zerostack tokens`: counts the tokens of stdin. */
export async function run({ options, io }: Invocation): Promise<number> {
  let sizeBytes = 0;
  for await (const chunk of io.stdin()) sizeBytes += chunk.length;
  const tokens = Math.ceil(sizeBytes / 4);
  const record = {
    type: "tokens",
    path: "-",
    tokens,
    sizeBytes,
    vocabulary: "bytes/4",
    exact: false,
  };
  const text = options.choice("as", ["text", "json"]) === "json"
    ? JSON.stringify(record)
    : String(tokens);
  await io.write(text + "\n");
  const limit = options.count("limit");
  return limit !== undefined && tokens > limit ? toStatus("E_OVER") : OK;
}
