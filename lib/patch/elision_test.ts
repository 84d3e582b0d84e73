import { assertEquals } from "@std/assert";
import { findElision } from "./elision.ts";

const WHOLE = { path: "a.py", isWhole: true };
const HUNK = { path: "a.py", isWhole: false };

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
    assertEquals(lines.filter((line) => findElision([], [line], HUNK) !== line), []);
  },
});

Deno.test({
  name: "findElision() takes bare dots for one, but not those of prose or of Python",
  permissions: "none",
  fn: () => {
    assertEquals(findElision([], ["..."], WHOLE), "...");
    assertEquals(findElision([], ["/* ... */"], WHOLE), "/* ... */");
    assertEquals(findElision([], ["..."], HUNK), "...");
    assertEquals(findElision([], ["// ..."], HUNK), undefined);
    assertEquals(findElision([], ["..."], { path: "a.yaml", isWhole: false }), undefined);
    assertEquals(findElision([], ["    ..."], HUNK), undefined);
    assertEquals(findElision([], ["    ..."], WHOLE), undefined);
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
    assertEquals(findElision([], lines, WHOLE), undefined);
    assertEquals(
      findElision(["# ... existing code ..."], ["# ... existing code ..."], WHOLE),
      undefined,
    );
  },
});
