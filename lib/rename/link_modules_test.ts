import { assertEquals } from "@std/assert";
import { rename } from "../../tests/rename_in_memory.ts";

Deno.test({
  name: "createModuleLinker() doubts what adds to a module that gives the symbol out unseen",
  permissions: "none",
  fn: async () => {
    const texts = {
      "t.d.ts": "export interface T {}\n",
      "a.d.ts": 'import { T } from "./t";\ndeclare namespace f { export { T } }\nexport = f;\n',
      "b.ts": 'export {};\ndeclare module "./a" {\n  interface T { x: 1 }\n}\n',
    };
    assertEquals(
      await rename(texts, ["T", "U"], { pointer: { path: "t.d.ts" }, engine: "scope" }),
      [
        "it cannot be told which module these places mean",
        "b.ts:3:13",
      ],
    );
  },
});
