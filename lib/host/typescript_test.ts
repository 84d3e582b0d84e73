import { assertEquals } from "@std/assert";
import { createTypeScriptLoader } from "./typescript.ts";

Deno.test({
  name: "createTypeScriptLoader() loads the compiler and the built-ins without any permission",
  permissions: "none",
  fn: async () => {
    const { ts, libraries } = await createTypeScriptLoader()();
    assertEquals(ts.sys, undefined);
    const missing = [...libraries].flatMap(([, text]) =>
      ts.preProcessFile(text).libReferenceDirectives.map(({ fileName }) => `lib.${fileName}.d.ts`)
    ).filter((name) => !libraries.has(name));
    assertEquals(missing, []);
    assertEquals(libraries.has("lib.dom.d.ts"), true);
  },
});
