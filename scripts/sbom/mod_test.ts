import { assert, assertEquals } from "@std/assert";
import { makeScratch, PROJECT_PATH } from "../../tests/harness.ts";
import { PINNED_FILES } from "../packages/mod.ts";
import { splitId, toNpmUrl, toShipped } from "./components.ts";
import { BILL_NAMES, writeBills } from "./mod.ts";

async function readBills() {
  await using scratch = await makeScratch();
  const components = await writeBills(scratch.path, {
    projectPath: PROJECT_PATH,
    epochSeconds: 1_700_000_000,
  });
  const [cycloneDx, spdx] = await Promise.all(
    BILL_NAMES.map((name) => Deno.readTextFile(`${scratch.path}/${name}`)),
  );
  return { components, cycloneDx, spdx };
}

Deno.test("writeBills() lists every package of the lock file and every pinned file", async () => {
  const { components } = await readBills();
  const lock = JSON.parse(await Deno.readTextFile(`${PROJECT_PATH}/deno.lock`));
  assertEquals(components.length, Object.keys(lock.npm).length + PINNED_FILES.length);
  for (const { name, digest, algorithm, licence } of components) {
    assertEquals([name, digest.length], [name, algorithm === "SHA-512" ? 128 : 64]);
    assert(licence !== undefined, `${name} has no licence`);
  }
});

Deno.test("writeBills() tells what is shipped from what only tests need", async () => {
  const { components } = await readBills();
  const isShipped = (name: string) =>
    components.find((component) => component.name === name)?.isShipped;
  assertEquals(
    ["deno-std", "web-tree-sitter", "libc6", "fast-check", "node-gyp-build"].map(isShipped),
    [true, true, true, false, false],
  );
});

Deno.test("writeBills() gives the same bytes twice, and every reference has its target", async () => {
  const first = await readBills();
  assertEquals(await readBills(), first);
  const { components, dependencies } = JSON.parse(first.cycloneDx);
  const known = new Set(components.map((entry: { "bom-ref": string }) => entry["bom-ref"]));
  for (const { dependsOn } of dependencies) {
    for (const ref of dependsOn) assert(known.has(ref), ref);
  }
  const { packages, relationships } = JSON.parse(first.spdx);
  const ids = new Set([
    "SPDXRef-DOCUMENT",
    ...packages.map((entry: { SPDXID: string }) => entry.SPDXID),
  ]);
  assertEquals(ids.size, packages.length + 1);
  for (const { spdxElementId, relatedSpdxElement } of relationships) {
    assert(ids.has(spdxElementId) && ids.has(relatedSpdxElement), relatedSpdxElement);
  }
});

Deno.test("splitId() and toNpmUrl() take scopes and peers", () => {
  assertEquals(splitId("@a/b@1.2.3_c@4.0.0"), { name: "@a/b", version: "1.2.3" });
  assertEquals(toNpmUrl("@a/b", "1.2.3"), "pkg:npm/%40a/b@1.2.3");
});

Deno.test("toShipped() leaves out what the code of a package would need when only its data is taken", () => {
  const shipped = toShipped({
    modules: [
      { specifier: "npm:/code@1/x.js", npmPackage: "code@1" },
      { specifier: "npm:/data@1/x.wasm", npmPackage: "data@1" },
      { specifier: "file:///a.ts" },
    ],
    npmPackages: {
      "code@1": { dependencies: ["below@1"] },
      "below@1": { dependencies: ["code@1"] },
      "data@1": { dependencies: ["builder@1"] },
    },
  });
  assertEquals([...shipped].sort(), ["below@1", "code@1", "data@1"]);
});
