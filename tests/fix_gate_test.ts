import { assertEquals } from "@std/assert";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { makeGate } from "../lib/fix/gate.ts";

const encoder = new TextEncoder();
const gate = makeGate(createGrammarLoader());

function pass(path: string, before: string, after: string) {
  return gate({ path, before: encoder.encode(before), after: encoder.encode(after) });
}

Deno.test("makeGate() lets a change through after which the file parses", async () => {
  assertEquals(await pass("a.py", "x = 1;\n", "x = 1\n"), undefined);
});

Deno.test("makeGate() refuses a change that breaks what parsed", async () => {
  assertEquals(
    await pass("a.py", "try:\n    import a\nexcept E:\n    pass\n", "try:\nexcept E:\n    pass\n"),
    '"a.py" would have 1 syntax errors instead of 0',
  );
});

Deno.test("makeGate() lets a file with errors have as many after the change", async () => {
  assertEquals(
    await pass("a.ts", "const = 1;\nvar a = 1;\n", "const = 1;\nlet a = 1;\n"),
    undefined,
  );
});

Deno.test("makeGate() does not parse what it has no grammar for", async () => {
  assertEquals(await pass("a.md", "# (\n", "# ((\n"), undefined);
});

Deno.test("makeGate() refuses a NUL that was not there", async () => {
  assertEquals(await pass("a.md", "a\n", "a\0\n"), '"a.md" would hold a NUL');
});

Deno.test("makeGate() counts no errors in a script that the grammar does not understand", async () => {
  const odd = "case x in (a) ;; esac <<< ${a@Q} ((\n";
  assertEquals(await pass("a.sh", odd, `${odd}((\n`), undefined);
  assertEquals(
    await pass("a.sh", "if a; then b; fi\n", "if a; then b;\n"),
    '"a.sh" would have 1 syntax errors instead of 0',
  );
});
