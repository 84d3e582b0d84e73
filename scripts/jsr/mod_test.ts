import { assertEquals, assertThrows } from "@std/assert";
import { makeScratch } from "../../tests/harness.ts";
import { printModule, replaceBytes, toModuleName } from "./mod.ts";

Deno.test("replaceBytes() takes imports of bytes however they are formatted, and no other", () => {
  const text = `a = () =>
    import("x/y.wasm", {
      with: { type: "bytes" },
    });
b = () => import("../z.bin", { with: { type: "bytes" } });
c = () => import("./c.ts");
`;
  const modules = new Map([["x/y.wasm", "data/y_wasm.ts"], ["../z.bin", "data/z_bin.ts"]]);
  assertEquals(
    replaceBytes(text, "lib/host/a.ts", modules),
    `a = () =>
    import("../../data/y_wasm.ts");
b = () => import("../../data/z_bin.ts");
c = () => import("./c.ts");
`,
  );
  assertThrows(() => replaceBytes(text, "a.ts", new Map()), Error, '"x/y.wasm" is not known');
});

Deno.test("printModule() prints a module that exports the bytes", async () => {
  const content = crypto.getRandomValues(new Uint8Array(5000));
  await using scratch = await makeScratch({ "data.ts": printModule(content) });
  const { default: bytes } = await import(`file://${scratch.path}/data.ts`);
  assertEquals(bytes, content);
});

Deno.test("toModuleName() makes a file name that the house rules take", () => {
  assertEquals(toModuleName("npm:/a@1/wasm/tree-sitter-C.wasm"), "tree_sitter_c_wasm.ts");
});
