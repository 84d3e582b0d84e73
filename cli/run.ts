import { Failure } from "../lib/errors.ts";
import { runPipeline } from "../lib/pipeline.ts";
import type { AnswerRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { openModelSource } from "./model_source.ts";
import { readApplyOptions } from "./patch.ts";
import { runPromptCommand } from "./prompt_command.ts";
import { packForModel, readPrompt } from "./request_source.ts";
import { writePatch } from "./write_patch.ts";

const DEFAULT_ATTEMPTS = 3;

/** `zerostack run`: a prompt goes in, a patch comes out. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const attempts = options.count("attempts") ?? DEFAULT_ATTEMPTS;
  if (attempts === 0) {
    throw new Failure("E_USAGE", 'Cannot take option "--attempts": it must be at least 1');
  }
  const { prompt, readsInput } = readPrompt(invocation);
  if (!readsInput && !options.has("dry-run")) {
    const { status, why } = await runPromptCommand(prompt, invocation);
    if (status !== undefined) return status;
    if (why !== undefined && why.reason !== "E_NOTHING") {
      io.report(`no command can do it: ${why.message}`);
    }
  }
  if (options.has("no-model")) throw noModel();
  using source = await openModelSource(options, io);
  using progress = io.openProgress();
  progress.show("reading the repository");
  const request = await packForModel(invocation, source);
  if (options.has("dry-run")) {
    await io.write(JSON.stringify(request) + "\n");
    return OK;
  }
  const { omitted, usedTokens } = request.budget;
  io.detail(
    `${request.excerpts.length} excerpts, ${usedTokens} tokens, ${omitted.length} files left out`,
  );
  progress.show(`waiting for the answer to ${usedTokens} tokens`);
  const patch = await runPipeline(request, {
    model: { openAnswer: source.openAnswer, sampling: source.sampling, signal: io.signal },
    patch: readApplyOptions(options, io),
    attempts,
    onRecord: countAnswer(progress.show, io.now),
    onRefusal: ({ reason, message }, attempt) =>
      io.detail(`attempt ${attempt}: ${reason}: ${message}`),
  });
  await writePatch(io, patch.diff);
  return OK;
}

function noModel(): Failure {
  return new Failure(
    "E_NO_MODEL",
    'Cannot do "run" without a model: no command does what the prompt says, ' +
      "and --no-model is given; a local one starts with: ollama run qwen3-coder",
  );
}

/** Shows how much of an answer has arrived, and how fast. */
function countAnswer(
  show: (text: string) => void,
  now: () => number,
): (record: AnswerRecord) => void {
  let startMs = 0;
  let chars = 0;
  return (record) => {
    if (record.type === "start") [startMs, chars] = [now(), 0];
    if (record.type !== "text") return;
    chars += record.text.length;
    const tokens = Math.round(chars / 4);
    const seconds = Math.max(0.001, (now() - startMs) / 1000);
    show(`about ${tokens} tokens, ${Math.round(tokens / seconds)} a second`);
  };
}
