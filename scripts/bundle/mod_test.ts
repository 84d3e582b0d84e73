import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeScratch } from "../../tests/harness.ts";
import { packData } from "./data.ts";
import { toParts } from "./graph.ts";
import { createLoader, type DataModule, readByImport, readFromFile } from "./loader.ts";
import { replaceImports } from "./mod.ts";

/** A module's memory, as the runtime gives it. */
async function instantiate(module: Uint8Array<ArrayBuffer>): Promise<DataModule> {
  const { instance } = await WebAssembly.instantiate(module);
  return instance.exports as unknown as DataModule;
}

const FILES = new Map([
  ["b.bin", crypto.getRandomValues(new Uint8Array(60_000))],
  ["a.wasm", new Uint8Array(200_000).fill(7)],
  ["empty", new Uint8Array()],
]);

Deno.test("packData() makes a module from which the loader reads every file back", async () => {
  const { module, index } = await packData(FILES);
  const { loadBytes } = createLoader(index, readByImport(() => instantiate(module)));
  for (const [name, bytes] of FILES) assertEquals((await loadBytes(name)).default, bytes);
});

Deno.test("readFromFile() reads the same parts from a disk", async () => {
  const { module, index, offsetBytes } = await packData(FILES);
  await using scratch = await makeScratch({ "data.wasm": module });
  const url = `file://${scratch.path}/data.wasm`;
  const { loadBytes } = createLoader(index, readFromFile(url, offsetBytes));
  for (const [name, bytes] of FILES) assertEquals((await loadBytes(name)).default, bytes);
  await Deno.truncate(`${scratch.path}/data.wasm`, module.length - 1000);
  await assertRejects(() => loadBytes("b.bin"), Error, "not the one of this program");
});

Deno.test("packData() keeps as it is what would hardly shrink", async () => {
  const { index } = await packData(FILES);
  assertEquals([index["b.bin"].isPlain, index["a.wasm"].isPlain], [true, undefined]);
});

Deno.test("packData() gives the same bytes for the same files in another order", async () => {
  const first = await packData(FILES);
  const second = await packData(new Map([...FILES].reverse()));
  assertEquals(second, first);
});

Deno.test("loadBytes() refuses a data file with one bit flipped", async () => {
  const { module, index } = await packData(FILES);
  module[module.length - 100] ^= 1;
  const { loadBytes } = createLoader(index, readByImport(() => instantiate(module)));
  await assertRejects(
    () => loadBytes("b.bin"),
    Error,
    'Cannot load "b.bin": the data file is not the one of this program',
  );
});

Deno.test("loadPackage() runs code of the data file, once", async () => {
  const code = "export const namespace = { made: performance.now() };";
  const { module, index } = await packData(new Map([["p", new TextEncoder().encode(code)]]));
  const { loadPackage } = createLoader(index, readByImport(() => instantiate(module)));
  const first = await loadPackage("p") as { made: number };
  assertEquals(typeof first.made, "number");
  assertEquals(await loadPackage("p"), first);
});

Deno.test("toParts() tells bytes and packages that load late from those that do not", () => {
  const dependency = (specifier: string, isDynamic: boolean, assertionType?: string) => ({
    specifier,
    code: { specifier: specifier.endsWith(".bin") ? `file:///${specifier}` : `npm:${specifier}` },
    isDynamic,
    assertionType,
  });
  const parts = toParts([
    { specifier: "a", dependencies: [dependency("x.bin", true, "bytes")] },
    { specifier: "b", dependencies: [dependency("late", true), dependency("both", true)] },
    { specifier: "c", dependencies: [dependency("both", false), dependency("early", false)] },
    { specifier: "d", dependencies: [{ specifier: "types-only" }] },
  ]);
  assertEquals(parts, { bytes: new Map([["x.bin", "file:///x.bin"]]), packages: ["late"] });
});

Deno.test("toParts() refuses bytes that every start would load, and one name for two files", () => {
  const bytes = (specifier: string, target: string, isDynamic: boolean) => ({
    specifier: "m.ts",
    dependencies: [
      { specifier, code: { specifier: target }, isDynamic, assertionType: "bytes" },
    ],
  });
  assertThrows(
    () => toParts([bytes("./a.bin", "file:///a.bin", false)]),
    Error,
    'it imports "./a.bin" statically',
  );
  assertThrows(
    () => toParts([bytes("./a.bin", "file:///1", true), bytes("./a.bin", "file:///2", true)]),
    Error,
    '"./a.bin" stands for two files, "file:///1" and "file:///2"',
  );
});

Deno.test("replaceImports() puts the loader in the place of imports, or says what it misses", () => {
  const code = 'let a=()=>import("./x.bin",{with:{type:"bytes"}}),b=()=>import("big")';
  assertEquals(
    replaceImports(code, ["./x.bin"], ["big"]),
    'let a=()=>loadBytes("./x.bin"),b=()=>loadPackage("big")',
  );
  assertThrows(() => replaceImports(code, ["./y.bin"], []), Error, "is not in the joined source");
});
