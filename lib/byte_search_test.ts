import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createByteSearch } from "./byte_search.ts";

Deno.test({
  name: "createByteSearch() finds what a search in text finds, from any offset",
  permissions: "none",
  fn: () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "e", "q", " "), maxLength: 30 });
    fc.assert(fc.property(letters, letters, fc.nat(30), (text, part, from) => {
      const start = Math.min(from, text.length);
      const found = createByteSearch(part)(new TextEncoder().encode(text), start);
      assertEquals(found, text.indexOf(part, start));
    }));
  },
});

Deno.test({
  name: "createByteSearch() counts bytes, not characters",
  permissions: "none",
  fn: () => {
    assertEquals(createByteSearch("ö")(new TextEncoder().encode("aéoö"), 0), 4);
  },
});
