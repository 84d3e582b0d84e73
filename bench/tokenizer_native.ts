/**
 * The official native tokenizer, where Python has it.
 *
 * @module
 */

import type { Corpus } from "./tokenizer_corpora.ts";

/** A process with the native tokenizer. */
export interface Native {
  /** Its name and version. */
  readonly name: string;
  /** Does some work with a corpus; returns milliseconds of processor time. */
  time(kind: "encode" | "decode", corpus: string): Promise<number>;
  /** The ids of texts. */
  encode(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** The ranks in the form in which the official tokenizer reads them. */
async function printRanks(): Promise<string> {
  const { readIndex } = await import("../tokenizer/mod.ts");
  const { toTokenBytes } = await import("../tokenizer/decoder.ts");
  const path = new URL("../tokenizer/data/o200k_base.bin", import.meta.url);
  const { bytes, starts } = toTokenBytes(readIndex(Deno.readFileSync(path)));
  return Array.from(
    starts.subarray(1),
    (end, rank) => `${bytes.subarray(starts[rank], end).toBase64()} ${rank}\n`,
  ).join("");
}

/** Starts Python; undefined where it has no tiktoken. */
export async function startNative(corpora: readonly Corpus[]): Promise<Native | undefined> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/ranks`, await printRanks());
  await Deno.writeTextFile(`${folder}/corpora.json`, JSON.stringify(corpora));
  const script = new URL("tokenizer_native.py", import.meta.url).pathname;
  const process = new Deno.Command("python3", {
    args: [script, `${folder}/ranks`, `${folder}/corpora.json`],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const answers = readLines(process.stdout);
  const writer = process.stdin.getWriter();
  const hello = await answers.next();
  await Deno.remove(folder, { recursive: true });
  if (hello.done) {
    await process.status;
    return undefined;
  }
  async function ask(request: unknown) {
    await writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return JSON.parse((await answers.next()).value ?? "");
  }
  return {
    name: `tiktoken (native) ${JSON.parse(hello.value).version}`,
    time: (kind, corpus) => ask({ kind, corpus }),
    encode: (texts) => ask({ kind: "ids", texts: texts.map((text) => text.toWellFormed()) }),
    close: async () => {
      await writer.close();
      await process.status;
    },
  };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream() as never)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
