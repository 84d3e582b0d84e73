import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeScratch } from "../../tests/harness.ts";
import { packData } from "./data.ts";
import { toParts } from "./graph.ts";
import { createLoader, type DataModule, readByImport, readFromFile } from "./loader.ts";
import { createRequire } from "./piece_loader.ts";
import { closureOf, namePieces, PIECE_PARAMETERS, printPieces, replaceImports } from "./pieces.ts";

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

Deno.test("replaceImports() puts the loaders in the place of imports", () => {
  const code =
    'import"./b.js";import{x}from"./a.js";let a=()=>import("./x.bin",{with:{type:"bytes"}}),' +
    'b=()=>import("big"),c=()=>import("./b.js")';
  const late = { bytes: ["./x.bin"], packages: ["big"] };
  assertEquals(
    replaceImports(code, new Map([["a.js", 0], ["b.js", 1]]), late),
    'import"piece:1.js";import{x}from"piece:0.js";let a=()=>loadBytes("./x.bin"),' +
      'b=()=>loadPackage("big"),c=()=>loadPiece("piece:1.js")',
  );
});

const PIECES = new Map([
  ["a.js", 'exports.name="a";exports.late=()=>loadPiece("piece:b.js")'],
  ["b.js", 'exports.c=require("piece:c.js");exports.os=require("node:os");exports.name="b"'],
  ["c.js", 'const b=require("piece:b.js");exports.nameOfB=()=>b.name'],
]);

Deno.test("namePieces() numbers pieces as they are met, whatever their names are", () => {
  const cut = new Map([
    ["a-X1.js", ""],
    ["b-X2.js", 'import"./a-X1.js"'],
    ["main.js", 'import{x}from"./b-X2.js";import("./c-X0.js")'],
    ["c-X0.js", 'import"./main.js"'],
  ]);
  assertEquals(
    [...namePieces(cut, "main.js")],
    [["main.js", 0], ["b-X2.js", 1], ["a-X1.js", 2], ["c-X0.js", 3]],
  );
});

Deno.test("closureOf() goes by what is required, and not by what may be loaded later", () => {
  assertEquals([...closureOf(PIECES, ["a.js"])], ["a.js"]);
  assertEquals([...closureOf(PIECES, ["b.js"])], ["b.js", "c.js"]);
});

Deno.test("createRequire() runs a piece when it is asked for, once, also when two require each other", async () => {
  const printed = new Function(`return {${printPieces(PIECES, new Set(["a.js"]))}}`)();
  assertEquals(Object.keys(printed.texts), ["piece:b.js", "piece:c.js"]);
  const require = createRequire({
    ...printed,
    parameters: PIECE_PARAMETERS,
    requireBuiltin: (name) => name,
    loader: createLoader({}, () => Promise.reject(new Error("nothing is read"))),
  });
  const a = require("piece:a.js") as { late(): Promise<{ c: { nameOfB(): string }; os: string }> };
  const b = await a.late();
  assertEquals([b.c.nameOfB(), b.os], ["b", "node:os"]);
  assertEquals(await a.late(), b);
});
