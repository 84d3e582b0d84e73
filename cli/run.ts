import {
  type CandidateOutcome,
  makeReport,
  makeStatement,
  openBudget,
  rankOutcomes,
} from "../lib/agent/mod.ts";
import { Failure } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { findSmallestWindow } from "./find_window.ts";
import { openSources } from "./model_sources.ts";
import { readPrompt } from "./prompt.ts";
import { runPromptCommand } from "./prompt_command.ts";
import type { Outcomes } from "./run_candidates.ts";
import { openRunCheck, readBudgetLimits, type RunCheck } from "./run_options.ts";
import { showOutput } from "./show_output.ts";
import { packKinds } from "./run_kinds.ts";
import { letGo, startEarly } from "./start_early.ts";
import { writePatch } from "./write_patch.ts";
import { writeWhole } from "./write_whole.ts";

/** `zerostack run`: a prompt goes in, a patch comes out. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const check = await openRunCheck(options, io);
  const done = await tryWithoutModel(invocation, check);
  if (done !== undefined) return await finish(invocation, { outcomes: [done] });
  using stack = new DisposableStack();
  const sources = await openSources(invocation, stack);
  const limits = await readBudgetLimits(options, io, sources);
  const progress = stack.use(io.openProgress());
  progress.show("reading the repository");
  const smallest = startEarly(findSmallestWindow(invocation, sources));
  await letGo();
  const { openPacker } = await import("./request_source.ts"); // while the server is asked
  const pack = await openPacker(invocation);
  const windowTokens = await smallest;
  const moreRounds = options.count("more");
  const kinds = await packKinds(
    invocation,
    sources,
    (answer) => pack({ windowTokens, answer, moreRounds }),
  );
  const [{ request }] = kinds;
  if (options.has("dry-run")) {
    await io.write(JSON.stringify(request) + "\n");
    return OK;
  }
  const { omitted, usedTokens } = request.budget;
  io.detail(
    `${request.excerpts.length} excerpts, ${usedTokens} tokens, ${omitted.length} files left out`,
  );
  progress.show(`waiting for the answer to ${usedTokens} tokens`);
  const budget = openBudget(limits);
  const { runCandidates } = await import("./run_candidates.ts");
  const outcomes = await runCandidates(invocation, {
    kinds,
    countTokens: pack.countTokens,
    check,
    packAgain: (found, answer) => pack({ windowTokens, answer, ...found }),
    budget,
    progress,
  });
  return await finish(invocation, { ...outcomes, spent: budget.spent() });
}

/**
 * A prompt that says exactly what a command does needs no model, but it needs the check.
 *
 * @returns What came of it; undefined when a model has to be asked.
 */
async function tryWithoutModel(
  invocation: Invocation,
  check: RunCheck | undefined,
): Promise<CandidateOutcome | undefined> {
  const { options, io } = invocation;
  const { prompt, readsInput } = readPrompt(invocation);
  const isAsked = !readsInput && !options.has("dry-run");
  const { diff, why } = isAsked ? await runPromptCommand(prompt, invocation) : {};
  if (diff !== undefined) {
    const { signal, now } = io;
    const { checkPatchAlone } = await import("../lib/pipeline.ts");
    const outcome = await checkPatchAlone(diff, { checkPatch: check?.checkPatch, signal, now });
    if (outcome.passed || options.has("no-model")) return outcome;
    io.report("the check fails on that: a model is asked");
  }
  if (why !== undefined && why.reason !== "E_NOTHING") {
    io.report(`no command can do it: ${why.message}`);
  }
  if (options.has("no-model")) throw noModel();
  return undefined;
}

function noModel(): Failure {
  return new Failure(
    "E_NO_MODEL",
    'Cannot do "run" without a model: no command does what the prompt says, ' +
      "and --no-model is given; a local one starts with: ollama run qwen3-coder",
  );
}

/** Writes the evidence, and the patch if there is one that is good enough. */
async function finish(
  invocation: Invocation,
  { outcomes, failure: common, spent = openBudget({}).spent() }: Outcomes,
): Promise<number> {
  const { options, io } = invocation;
  const best = rankOutcomes(outcomes)[0];
  const outcome = outcomes[best];
  const failure = common ?? outcome?.failure;
  const report = await makeReport({
    prompt: readPrompt(invocation).prompt,
    outcomes,
    best,
    spent,
    failure,
    hasTimes: !options.has("replay"),
  });
  const statement = makeStatement(report);
  await writeWhole(io, options.text("report"), JSON.stringify(report, null, 2) + "\n");
  await writeWhole(io, options.text("attest"), statement && JSON.stringify(statement) + "\n");
  if (failure === undefined && outcome?.patch !== undefined) {
    await writePatch(io, outcome.patch.diff);
    return OK;
  }
  await writeWhole(io, options.text("keep"), outcome?.patch?.diff);
  const check = outcome?.attempts.at(-1)?.check;
  if (failure?.reason === "E_CHECK" && check !== undefined) showOutput(options, check);
  throw failure ?? new Failure("E_BUG", "Cannot go on: no candidate ended");
}
