import { Failure } from "../lib/errors.ts";
import { readChunks } from "../lib/host/read_chunks.ts";
import { parseRecords, printRecords } from "../lib/ndjson.ts";
import { createCountTokens } from "../lib/token_count.ts";
import {
  countChunks,
  countRecords,
  parseIds,
  printCounts,
  printIds,
  sumTokens,
  truncateChunks,
} from "../lib/tokens/mod.ts";
import type { TokensRecord } from "../lib/types.ts";
import type { Tokenizer } from "../tokenizer/mod.ts";
import { resolve } from "@std/path/posix/resolve";
import type { Invocation } from "./command.ts";
import { OK, toStatus } from "./exit_status.ts";
import { loadNamedTokenizer } from "./named_tokenizer.ts";

/** The options that ask for something else than counts. */
const MODES = ["ids", "decode", "truncate", "records"] as const;

/** `zerostack tokens`: counts the tokens of stdin or of files. */
export async function run(invocation: Invocation): Promise<number> {
  const { options } = invocation;
  const modes = MODES.filter((mode) => options.has(mode));
  if (modes.length > 1) {
    throw new Failure("E_USAGE", `Cannot take "--${modes[0]}" and "--${modes[1]}" together`);
  }
  const limitTokens = options.count("limit");
  const truncateTokens = options.count("truncate");
  const tokenizer = await loadNamedTokenizer(invocation);
  switch (modes[0]) {
    case "ids":
      return await writeIds(invocation, tokenizer);
    case "decode":
      return await writeText(invocation, tokenizer);
    case "truncate":
      return await writePrefix(invocation, tokenizer, truncateTokens!);
  }
  const counts = modes[0] === "records"
    ? await countInput(invocation, tokenizer)
    : await countTexts(invocation, tokenizer);
  const form = options.choice("as", ["text", "json"]) ?? "text";
  await invocation.io.write(form === "json" ? printRecords(counts) : printCounts(counts));
  return limitTokens !== undefined && sumTokens(counts) > limitTokens ? toStatus("E_OVER") : OK;
}

/** One text: its name, and its bytes when they are asked for, each piece gone with the next. */
interface Source {
  readonly path: string;
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** Stdin where no file is named, or where `-` stands. */
function listSources({ operands, io }: Invocation): Source[] {
  const paths = operands.length === 0 ? ["-"] : operands;
  return paths.map((path) => ({
    path,
    read: () =>
      path === "-"
        ? io.stdin({ reusesBuffer: true })
        : readChunks(resolve(io.directory, path), path),
  }));
}

/** All the texts, one after the other. */
async function* readAll(invocation: Invocation): AsyncGenerator<Uint8Array> {
  for (const { read } of listSources(invocation)) yield* read();
}

async function countTexts(invocation: Invocation, tokenizer: Tokenizer): Promise<TokensRecord[]> {
  const counter = tokenizer.createCounter();
  const counts: TokensRecord[] = [];
  for (const { path, read } of listSources(invocation)) {
    const count = await countChunks(read(), counter);
    const { name } = tokenizer.vocabulary;
    counts.push({ type: "tokens", path, ...count, vocabulary: name, exact: true });
  }
  return counts;
}

async function countInput(invocation: Invocation, tokenizer: Tokenizer): Promise<TokensRecord[]> {
  const records = parseRecords(readAll(invocation));
  return await Array.fromAsync(countRecords(records, createCountTokens(tokenizer)));
}

async function writeIds(invocation: Invocation, tokenizer: Tokenizer): Promise<number> {
  const encoder = tokenizer.createStreamEncoder();
  for (const { read } of listSources(invocation)) {
    for await (const chunk of read()) await invocation.io.write(printIds(encoder.add(chunk)));
    await invocation.io.write(printIds(encoder.finish()));
  }
  return OK;
}

async function writeText(invocation: Invocation, tokenizer: Tokenizer): Promise<number> {
  for await (const ids of parseIds(readAll(invocation))) {
    try {
      await invocation.io.write(tokenizer.decodeBytes(ids));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new Failure("E_INPUT", cause.message, { cause });
    }
  }
  return OK;
}

async function writePrefix(
  invocation: Invocation,
  tokenizer: Tokenizer,
  limitTokens: number,
): Promise<number> {
  await invocation.io.write(await truncateChunks(readAll(invocation), limitTokens, tokenizer));
  return OK;
}
