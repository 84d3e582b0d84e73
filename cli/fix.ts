import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { fixDiagnostics } from "../lib/fix/mod.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { printRecords } from "../lib/ndjson.ts";
import { resolve } from "@std/path/posix/resolve";
import type { Invocation } from "./command.ts";
import { readInput, readToolOutput } from "./diagnostics_input.ts";
import { OK } from "./exit_status.ts";
import { openOutput } from "./output.ts";
import { toRepositoryPath } from "./repository_path.ts";

/** `zerostack fix`: makes the fixes that tools offer, as one patch. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  if (operands.length > 0 && operands[0] !== "-") {
    throw new Failure("E_USAGE", `Cannot fix "${operands[0]}": the diagnostics come on stdin`);
  }
  const root = findRoot(io.directory);
  const readFile = createReadFile(root);
  const path = options.text("path");
  const reading = await readToolOutput(await readInput(io), {
    root,
    readFile,
    ...(path === undefined ? {} : { path: toRepositoryPath(path, root, io.directory) }),
  }, io);
  if (reading.error !== undefined) throw fromErrorRecord(reading.error);
  const result = await fixDiagnostics(reading.records, {
    readFile,
    loadGrammar: createGrammarLoader(),
    unsafe: options.has("unsafe"),
  });
  for (const notice of result.notices) io.report(notice);
  await keepRest(options.text("rest"), printRecords(result.rest), io.directory);
  const total = reading.records.length;
  if (result.patch.diff === "") {
    throw new Failure("E_NOTHING", `Cannot fix: none of ${total} diagnostics has a fix to make`);
  }
  io.detail(`fixed ${result.fixed} of ${total} diagnostics`);
  await io.write(result.patch.diff);
  return OK;
}

/** Writes what is left to a file, whole or not at all. */
async function keepRest(path: string | undefined, text: string, directory: string): Promise<void> {
  if (path === undefined) return;
  const output = openOutput(resolve(directory, path));
  await output.write(new TextEncoder().encode(text));
  await output.commit();
}
