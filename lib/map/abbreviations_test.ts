import { assertEquals } from "@std/assert";
import { stemForms } from "./abbreviations.ts";

Deno.test({
  name: "stemForms() gives the stem of a word, then what it is written as in code",
  permissions: "none",
  fn: () => {
    assertEquals(stemForms("arguments"), ["argument", "arg"]);
    assertEquals(stemForms("configuration"), ["configur", "config", "cfg", "conf"]);
    assertEquals(stemForms("parser"), ["pars"]);
  },
});

Deno.test({
  name: "stemForms() gives all long forms of a short one, and does not mix those",
  permissions: "none",
  fn: () => {
    assertEquals(stemForms("mod"), ["mod", "modul", "modulo"]);
    assertEquals(stemForms("modulo"), ["modulo", "mod"]);
  },
});
