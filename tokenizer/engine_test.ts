import { assertEquals } from "@std/assert";
import { createRandom, randomText, VOCABULARIES } from "./_testing.ts";
import { createEngine } from "./engine.ts";
import { toTokenBytes } from "./decoder.ts";
import { buildTrie } from "./trie_build.ts";
import { Tokenizer } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A vocabulary whose trie is built when it is asked for. */
function withoutTrie(vocabulary: Vocabulary): Vocabulary {
  let trie: Int32Array | undefined;
  return Object.defineProperty(
    { ...vocabulary, hasTrie: () => trie !== undefined },
    "trie",
    { get: () => trie ??= buildTrie(toTokenBytes(vocabulary)) },
  );
}

Deno.test(
  "createEngine() builds no trie for a short text, one for a long text, and encodes alike",
  {
    permissions: "none",
  },
  () => {
    const vocabulary = withoutTrie(VOCABULARIES.cl100k_base);
    const tokenizer = new Tokenizer(vocabulary, createEngine(vocabulary));
    const expected = new Tokenizer(VOCABULARIES.cl100k_base);
    const random = createRandom(3);
    const states = [vocabulary.hasTrie()];
    for (const count of [10, 3000]) {
      for (let i = 0; i < count; i++) {
        const text = randomText(random);
        assertEquals([text, tokenizer.encodeOrdinary(text)], [text, expected.encodeOrdinary(text)]);
      }
      states.push(vocabulary.hasTrie());
    }
    assertEquals(states, [false, false, true]);
  },
);
