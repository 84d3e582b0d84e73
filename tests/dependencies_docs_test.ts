import { assertEquals } from "@std/assert";
import { PINNED_FILES } from "../scripts/packages/mod.ts";
import { splitId } from "../scripts/sbom/components.ts";
import { PROJECT_PATH } from "./harness.ts";

Deno.test("docs/dependencies.md has every package of the lock file and every pinned file", async () => {
  const text = await Deno.readTextFile(`${PROJECT_PATH}/docs/dependencies.md`);
  const lock = JSON.parse(await Deno.readTextFile(`${PROJECT_PATH}/deno.lock`));
  const names = [
    ...Object.keys(lock.npm).map((id) => splitId(id).name),
    ...PINNED_FILES.map((file) => file.packageName),
  ];
  const missing = names.filter((name) =>
    !text.includes(`\`${name}`) && !text.includes(`npm:${name}`)
  );
  assertEquals(missing, []);
});
