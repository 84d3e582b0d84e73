import { assertEquals, assertThrows } from "@std/assert";
import { encodeByDefinition, PATTERNS, toRanks } from "./_reference.ts";
import { createRandom, randomText, VOCABULARIES } from "./_testing.ts";
import { BacktrackEncoder } from "./bpe_backtrack.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { toTokenBytes } from "./decoder.ts";
import { SpecialTokenError } from "./special.ts";
import { Tokenizer } from "./tokenizer.ts";

const VECTORS_URL = new URL("../../shared/corpus/tokenizer-vectors.jsonl.gz", import.meta.url);
const DOCUMENTS = 3000;

for (const name of ["o200k_base", "cl100k_base"] as const) {
  const vocabulary = VOCABULARIES[name];
  const tokenizer = new Tokenizer(vocabulary);

  Deno.test(`encodeOrdinary() agrees with the definition in both engines: ${name}`, {
    permissions: "none",
  }, () => {
    const engines = [
      tokenizer,
      new Tokenizer(vocabulary, new BacktrackEncoder(vocabulary)),
      new Tokenizer(vocabulary, new MergeEncoder(vocabulary)),
    ];
    const pattern = PATTERNS[vocabulary.splitter as keyof typeof PATTERNS];
    const ranks = toRanks(toTokenBytes(vocabulary));
    const random = createRandom(1);
    for (let i = 0; i < DOCUMENTS; i++) {
      const text = randomText(random);
      const expected = encodeByDefinition(text, pattern, ranks);
      for (const engine of engines) {
        assertEquals([text, ...engine.encodeOrdinary(text)], [text, ...expected]);
      }
    }
  });

  Deno.test(`decode() undoes encodeOrdinary(), and countTokens() counts it: ${name}`, {
    permissions: "none",
  }, () => {
    const random = createRandom(2);
    for (let i = 0; i < DOCUMENTS; i++) {
      const text = randomText(random);
      const ids = tokenizer.encodeOrdinary(text);
      assertEquals(tokenizer.decode(ids), text.toWellFormed());
      assertEquals(tokenizer.countTokens(text), ids.length);
    }
  });

  Deno.test(`decodeBytes() undoes encodeBytes() for any bytes: ${name}`, {
    permissions: "none",
  }, () => {
    const random = createRandom(3);
    for (let i = 0; i < DOCUMENTS; i++) {
      const bytes = Uint8Array.from({ length: random(60) }, () => random(256));
      assertEquals(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes)), bytes);
    }
  });

  Deno.test({
    name: `encodeOrdinary() agrees with the official vectors: ${name}`,
    ignore: !exists(VECTORS_URL),
    async fn() {
      for (const vector of await readVectors()) {
        assertEquals([vector.text, ...tokenizer.encodeOrdinary(vector.text)], [
          vector.text,
          ...vector[name],
        ]);
      }
    },
  });
}

Deno.test("encode() refuses special tokens unless they are allowed by name", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  const text = "one<|endoftext|>two<|endofprompt|>";
  const error = assertThrows(() => tokenizer.encode(text), SpecialTokenError);
  assertEquals(
    error.message,
    'Cannot encode text as it has the special token "<|endoftext|>" at 3: ' +
      "allow it by name, or encode the text as ordinary",
  );
  assertThrows(
    () => tokenizer.encode(text, { allowedSpecials: ["<|endoftext|>"] }),
    SpecialTokenError,
    '"<|endofprompt|>" at 19',
  );
  assertEquals([...tokenizer.encode(text, { allowedSpecials: "all" })], [
    690,
    199999,
    38397,
    200018,
  ]);
  assertEquals(tokenizer.decode(tokenizer.encode(text, { allowedSpecials: "all" })), text);
  assertEquals(tokenizer.decode(tokenizer.encodeOrdinary(text)), text);
});

Deno.test("encodeOrdinary() keeps a mark of byte order, as the official tokenizer does", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  assertEquals([...tokenizer.encodeOrdinary("\ufeff// hi")], [76234, 5911]);
});

Deno.test("decode() refuses an id that is not in the vocabulary", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  for (const id of [200019, -1, 1.5, NaN]) {
    assertThrows(
      () => tokenizer.decode([1, id]),
      RangeError,
      `Cannot decode id ${id}: it is not in the vocabulary`,
    );
  }
});

interface Vector {
  readonly text: string;
  readonly o200k_base: readonly number[];
  readonly cl100k_base: readonly number[];
}

async function readVectors(): Promise<Vector[]> {
  const file = new Blob([await Deno.readFile(VECTORS_URL)]).stream();
  const text = await new Response(file.pipeThrough(new DecompressionStream("gzip"))).text();
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

function exists(url: URL): boolean {
  try {
    return Deno.statSync(url).isFile;
  } catch {
    return false; // a newcomer has the project alone
  }
}
