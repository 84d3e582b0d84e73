import { assertEquals } from "@std/assert";
import { applyAnswer } from "./apply.ts";
import { printFeedback } from "./feedback.ts";

const FILE = "def f(a):\n    total = a + 1\n    return total\n\ndef g():\n    pass\n";

async function tell(answer: string): Promise<string> {
  const content = { bytes: new TextEncoder().encode(FILE), mode: "100644" as const };
  const outcome = await applyAnswer(answer, {
    readFile: (path) => Promise.resolve(path === "a.py" ? content : undefined),
  });
  return outcome.ok ? "it fits" : printFeedback(outcome);
}

Deno.test({
  name: "printFeedback() shows what did not fit, what comes nearest, and what is kept",
  permissions: "none",
  fn: async () => {
    const answer = [
      "a.py",
      "<<<<<<< SEARCH",
      "    pass",
      "=======",
      "    return 2",
      ">>>>>>> REPLACE",
      "<<<<<<< SEARCH",
      "    sum = a + 1",
      "    return sum",
      "=======",
      "    return a + 1",
      ">>>>>>> REPLACE",
    ].join("\n");
    assertEquals(
      await tell(answer),
      `Your answer could not be applied. Nothing has been changed.

1. Cannot edit "a.py" as line 7 of the answer says: the text to replace is not in the file.
Copy the lines exactly as they are in the file.
The lines of a.py that come nearest are:

1 | def f(a):
2 |     total = a + 1
3 |     return total
4 | 
5 | def g():

The numbers and bars are not part of the file.

These edits fit and are kept; do not repeat them:
- a.py, the edit on line 2 of your answer

Answer again with only the edits that did not fit, corrected.`,
    );
  },
});

Deno.test({
  name: "printFeedback() asks for everything when nothing fits",
  permissions: "none",
  fn: async () => {
    assertEquals(
      await tell("I changed it."),
      `Your answer could not be applied. Nothing has been changed.

1. Cannot make patch: the answer holds no edit.
Write the change as edits, in the form that was asked for.

Answer again with all edits, corrected.`,
    );
  },
});
