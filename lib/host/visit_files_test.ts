import { assertEquals } from "@std/assert";
import { createVisitFiles } from "./visit_files.ts";

async function visitAll(
  root: string,
  paths: readonly string[],
  limitBytes?: number,
): Promise<readonly [number, string][]> {
  const seen: [number, string][] = [];
  await createVisitFiles(root, { limitBytes })(paths, (number, bytes) => {
    seen.push([number, new TextDecoder().decode(bytes)]);
  });
  return seen;
}

async function inFolder(use: (root: string) => Promise<void>): Promise<void> {
  const root = Deno.makeTempDirSync();
  try {
    await use(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("createVisitFiles() shows each file with its number and passes over the rest", async () => {
  await inFolder(async (root) => {
    Deno.writeTextFileSync(`${root}/a`, "first");
    Deno.writeTextFileSync(`${root}/b`, "");
    Deno.writeTextFileSync(`${root}/c`, "third is longer");
    assertEquals(await visitAll(root, ["a", "gone", "b", ".", "c"], 10), [[0, "first"], [2, ""]]);
    assertEquals(await visitAll(root, ["c", "a"]), [[0, "third is longer"], [1, "first"]]);
  });
});

Deno.test("createVisitFiles() follows no link and waits for no pipe", async () => {
  await inFolder(async (root) => {
    Deno.writeTextFileSync(`${root}/a`, "text");
    Deno.symlinkSync("a", `${root}/link`);
    const { success } = await new Deno.Command("mkfifo", { args: [`${root}/pipe`] }).output();
    assertEquals(success, true);
    assertEquals(await visitAll(root, ["link", "pipe", "a"]), [[2, "text"]]);
  });
});
