import { assertEquals, assertThrows } from "@std/assert";
import { createRandom, randomText, VOCABULARIES } from "./_testing.ts";
import { Tokenizer } from "./tokenizer.ts";

for (const vocabulary of Object.values(VOCABULARIES)) {
  const tokenizer = new Tokenizer(vocabulary);

  Deno.test(`truncateToTokens() finds what trying every prefix finds: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    const random = createRandom(21);
    for (let i = 0; i < 300; i++) {
      const text = randomText(random).toWellFormed();
      const limitTokens = random(30);
      let longest = "";
      let prefix = "";
      for (const character of text) {
        prefix += character;
        if (tokenizer.countTokens(prefix) <= limitTokens) longest = prefix;
      }
      assertEquals(tokenizer.truncateToTokens(text, limitTokens), {
        text: longest,
        tokens: tokenizer.countTokens(longest),
      });
    }
  });
}

Deno.test("truncateToTokens() takes a longer prefix that has fewer tokens", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  assertEquals(tokenizer.countTokens(" tokeniz"), 2);
  assertEquals(tokenizer.truncateToTokens(" tokenizer of text", 1), {
    text: " tokenizer",
    tokens: 1,
  });
});

Deno.test("truncateToTokens() is fast on long runs of one kind", { permissions: "none" }, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  for (const run of ["a", "-", " ", "漢字", "\n", "ab1"]) {
    const { text, tokens } = tokenizer.truncateToTokens(run.repeat(200_000), 40);
    assertEquals([run, tokenizer.countTokens(text), tokens <= 40], [run, tokens, true]);
  }
});

Deno.test("truncateToTokens() refuses a limit that is no count", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  assertThrows(
    () => tokenizer.truncateToTokens("text", -1),
    RangeError,
    "Cannot truncate text as limitTokens must be a whole number from 0: current value is -1",
  );
});

Deno.test("encodeWithStarts() names the character in which each token begins", () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  const { ids, starts } = tokenizer.encodeWithStarts("héllo 👩‍💻 wörld");
  assertEquals(ids, tokenizer.encodeOrdinary("héllo 👩‍💻 wörld"));
  assertEquals([...starts], [0, 2, 5, 6, 8, 9, 9, 11, 13, 15]);
});
