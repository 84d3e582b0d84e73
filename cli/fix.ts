import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { fixDiagnostics, type FixResult } from "../lib/fix/mod.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import type { Reading } from "../lib/lint/mod.ts";
import { printRecords } from "../lib/ndjson.ts";
import type { ReadFile } from "../lib/ports.ts";
import type { Invocation } from "./command.ts";
import { readInput, readToolOutput } from "./diagnostics_input.ts";
import { OK } from "./exit_status.ts";
import { wasGiven } from "./permissions.ts";
import { toRepositoryPath } from "./repository_path.ts";
import { writePatch } from "./write_patch.ts";
import { writeWhole } from "./write_whole.ts";

/** Options that mean nothing without a model. */
const MODEL_ONLY = ["endpoint", "replay", "record", "dry-run"];

/** `zerostack fix`: makes the fixes that tools offer, as one patch; `--model` the rest too. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, operands, io } = invocation;
  if (operands.length > 1 || (operands.length === 1 && operands[0] !== "-")) {
    throw new Failure("E_USAGE", `Cannot fix "${operands[0]}": the diagnostics come on stdin`);
  }
  const usesModel = wasGiven(options, "model");
  const idle = MODEL_ONLY.find((name) => !usesModel && wasGiven(options, name));
  if (idle !== undefined) {
    throw new Failure("E_USAGE", `Cannot take option "--${idle}": it needs --model`);
  }
  const readFile = createReadFile(findRoot(io.directory));
  const { records } = await readReport(invocation, readFile);
  const result = await fixDiagnostics(records, {
    readFile,
    loadGrammar: createGrammarLoader(),
    unsafe: options.has("unsafe"),
  });
  for (const notice of result.notices) io.report(notice);
  await writeWhole(io, options.text("rest"), printRecords(result.rest));
  io.detail(`fixed ${result.fixed} of ${records.length} diagnostics`);
  return usesModel
    ? await writeWithModel(invocation, result, readFile)
    : await write(invocation, result.patch.diff, records.length);
}

async function readReport({ options, io }: Invocation, readFile: ReadFile): Promise<Reading> {
  const root = findRoot(io.directory);
  const path = options.text("path");
  const reading = await readToolOutput(await readInput(io), {
    root,
    readFile,
    ...(path === undefined ? {} : { path: toRepositoryPath(path, root, io.directory) }),
  }, io);
  if (reading.error !== undefined) throw fromErrorRecord(reading.error);
  return reading;
}

async function write({ io }: Invocation, diff: string, total: number): Promise<number> {
  if (diff !== "") {
    await writePatch(io, diff);
    return OK;
  }
  throw new Failure("E_NOTHING", `Cannot fix: none of ${total} diagnostics has a fix to make`);
}

/** Where the model fails, nothing comes out, as `git apply` would hide it; `--keep` has the rest. */
async function writeWithModel(
  invocation: Invocation,
  result: FixResult,
  readFile: ReadFile,
): Promise<number> {
  const { options, io } = invocation;
  const { fixWithModel, isRequest } = await import("./fix_model.ts");
  const made = await fixWithModel(invocation, { result, readFile });
  if (isRequest(made)) {
    await io.write(JSON.stringify(made) + "\n");
    return OK;
  }
  const { diff, failure } = made;
  const total = result.rest.length;
  if (failure === undefined || (failure.reason === "E_NOTHING" && diff !== "")) {
    if (failure !== undefined) io.report(`the model changes nothing for the ${total} left`);
    return await write(invocation, diff, total);
  }
  if (diff !== "") await writeWhole(io, options.text("keep"), diff);
  throw failure;
}
