import { assertEquals, assertRejects } from "@std/assert";
import { rename } from "../../../tests/rename_in_memory.ts";
import { Failure } from "../../errors.ts";

Deno.test({
  name: "RUBY sets the parameter of a block, and keeps variables of other blocks apart",
  permissions: "none",
  fn: async () => {
    const text =
      "def f(all)\n  all.each { |v| v = v[0] if v; use v }\n  all.each { |w| v = w; use v }\n  v\nend\n";
    assertEquals(
      await rename({ "a.rb": text }, ["v", "x"], {
        pointer: { path: "a.rb", line: 2, column: 15 },
      }),
      { "a.rb": ["  all.each { |x| x = x[0] if x; use x }"] },
    );
    assertEquals(
      await rename({ "a.rb": text }, ["v", "x"], { pointer: { path: "a.rb", line: 3 } }),
      { "a.rb": ["  all.each { |w| x = w; use x }"] },
    );
  },
});

Deno.test({
  name: "RUBY takes a method of a block for a member, as nobody knows whose it becomes",
  permissions: "none",
  fn: async () => {
    const text = "A = Struct.new(:a) do\n  def close(b) = b\nend\n";
    assertEquals(await rename({ "a.rb": text }, ["close", "end_it"]), [
      "it is a part of something, and only types tell of what",
      "a.rb:2:7",
    ]);
  },
});

Deno.test({
  name: "RUBY keeps constants constants",
  permissions: "none",
  fn: async () => {
    const error = await assertRejects(
      () => rename({ "a.rb": "class Box\nend\n" }, ["Box", "crate"]),
      Failure,
    );
    assertEquals(
      error.message,
      'Cannot rename "Box" to "crate": constants begin with a capital, other names do not',
    );
  },
});
