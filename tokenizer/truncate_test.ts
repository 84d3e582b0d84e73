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

Deno.test("truncateToTokens() finds what trying every prefix finds in long runs", {
  permissions: "none",
}, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  const random = createRandom(4);
  const runs = ["-", "=", "a", " ", "\n", "A", "漢", "A ", " \n", "ab", "漢A", "0", "\u0301", "😀"];
  for (const run of runs) {
    const text = "x".repeat(random(3)) + run.repeat(400 / run.length) + "x. ".repeat(random(9));
    const counts = [0];
    for (let end = 1; end <= text.length; end++) {
      counts.push(tokenizer.countTokens(text.slice(0, end)));
    }
    for (const limitTokens of [1, 2, 3 + random(9), 3 + random(99), 3 + random(300)]) {
      let longest = counts.findLastIndex((count) => count <= limitTokens);
      if (!text.slice(0, longest).isWellFormed()) longest = text.slice(0, longest - 1).length;
      const { text: kept, tokens } = tokenizer.truncateToTokens(text, limitTokens);
      assertEquals([run, limitTokens, kept.length, tokens], [
        run,
        limitTokens,
        longest,
        counts[longest],
      ]);
    }
  }
});

Deno.test("truncateToTokens() is fast on long runs of one kind", { permissions: "none" }, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  for (const run of ["a", "-", " ", "漢字", "\n", "ab1"]) {
    const { text, tokens } = tokenizer.truncateToTokens(run.repeat(200_000), 400);
    assertEquals([run, tokenizer.countTokens(text), tokens <= 400], [run, tokens, true]);
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
