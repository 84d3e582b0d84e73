import { assertEquals } from "@std/assert";
import { findElision } from "./elision.ts";

Deno.test({
  name: "findElision() finds lines that stand for lines left out",
  permissions: "none",
  fn: () => {
    const lines = [
      "// ... existing code ...",
      "    # ... rest of the function unchanged ...",
      "/* ... the remaining methods stay the same ... */",
      "<!-- rest of the file unchanged -->",
      "# ... (existing code) ...",
      "// (rest of code remains the same)",
      "-- \u2026 same as before \u2026",
      "{/* ... existing JSX ... */}",
    ];
    assertEquals(lines.filter((line) => findElision([], [line], false) !== line), []);
  },
});

Deno.test({
  name: "findElision() takes bare dots for one in a whole file only",
  permissions: "none",
  fn: () => {
    assertEquals(findElision([], ["..."], true), "...");
    assertEquals(findElision([], ["/* ... */"], true), "/* ... */");
    assertEquals(findElision([], ["..."], false), undefined);
    assertEquals(findElision([], ["    ..."], true), undefined);
  },
});

Deno.test({
  name: "findElision() leaves comments and lines alone that were there",
  permissions: "none",
  fn: () => {
    const lines = [
      "// keep the rest in memory",
      "# Wait... what?",
      "call(...existing, same)",
      "// The previous value is dropped.",
      "const { a, ...rest } = b;",
    ];
    assertEquals(findElision([], lines, true), undefined);
    assertEquals(
      findElision(["# ... existing code ..."], ["# ... existing code ..."], true),
      undefined,
    );
  },
});
