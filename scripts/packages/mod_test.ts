import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { Failure } from "../../lib/errors.ts";
import { makeScratch } from "../../tests/harness.ts";
import { getPinnedFile, PINNED_FILES, type PinnedFile, requireRuntime } from "./mod.ts";

const FILE: PinnedFile = {
  ...PINNED_FILES[0],
  fileName: "a_1_all.deb",
  // of the three bytes "abc"
  digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  registry: "npm",
  packageName: "./no-such-folder", // which npm looks for here, and asks no registry
  version: "1",
};

async function get(files: Readonly<Record<string, string>>): Promise<string> {
  await using scratch = await makeScratch(files);
  const path = await getPinnedFile(FILE, {
    lookIn: [`${scratch.path}/vendor`, `${scratch.path}/dist`],
    downloadTo: `${scratch.path}/dist`,
    listsPath: `${scratch.path}/lists`,
  });
  return path.slice(scratch.path.length);
}

Deno.test("getPinnedFile() takes the first file that is there", async () => {
  assertEquals(
    await get({ "vendor/a_1_all.deb": "abc", "dist/a_1_all.deb": "abc" }),
    "/vendor/a_1_all.deb",
  );
  assertEquals(await get({ "dist/a_1_all.deb": "abc" }), "/dist/a_1_all.deb");
});

Deno.test("getPinnedFile() never takes a file with another digest", async () => {
  const error = await assertRejects(() => get({ "vendor/a_1_all.deb": "abd" }), Failure);
  assertEquals(error.reason, "E_BASE_BINARY");
  assertStringIncludes(error.message, `expected ${FILE.digest}`);
});

Deno.test("getPinnedFile() says which file to bring where", async () => {
  const error = await assertRejects(() => get({}), Failure);
  assertEquals(error.reason, "E_BASE_BINARY");
  assertStringIncludes(error.message, `bring ./no-such-folder 1 (sha256 ${FILE.digest})`);
});

Deno.test("requireRuntime() takes the pinned runtime alone", () => {
  requireRuntime();
  assertThrows(() => requireRuntime("2.9.7"), Failure, "Cannot build with Deno 2.9.7");
});
