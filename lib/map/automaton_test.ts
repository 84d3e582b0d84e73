import { assertEquals } from "@std/assert";
import { compileTerms } from "./automaton.ts";
import type { Term } from "./query.ts";
function scan(forms: string[], text: string): string[] {
  const terms = forms.map((form): Term => ({
    kind: "word",
    forms: [form],
    weight: 1,
    label: form,
  }));
  const found: string[] = [];
  compileTerms(terms)(new TextEncoder().encode(text), (term) => found.push(forms[term]));
  return found;
}
Deno.test({
  name: "compileTerms() finds words at their start, in camel case and after underscores",
  permissions: "none",
  fn: () => {
    assertEquals(scan(["parse", "run"], "parse reparse HTTPParser do_parse xParse1 PARSED"), [
      "parse",
      "parse",
      "parse",
      "parse",
      "parse",
    ]);
    assertEquals(scan(["run"], "run runs running runtime RUN reRun runX"), [
      "run",
      "run",
      "run",
      "run",
      "run",
    ]);
  },
});
