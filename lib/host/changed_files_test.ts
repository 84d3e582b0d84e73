import { assertEquals } from "@std/assert";
import { makeRepository } from "../../tests/harness.ts";
import { listChangedFiles } from "./changed_files.ts";
import { createListFiles } from "./list_files.ts";

async function list(root: string): Promise<string[] | undefined> {
  return await listChangedFiles(root, (await createListFiles(root)()).files);
}

for (const format of ["sha1", "sha256"]) {
  Deno.test(`listChangedFiles() finds new and changed files in a repository of ${format}`, async () => {
    await using repository = await makeRepository({ "a.js": "1\n", "b.js": "2\n", "c.js": "3\n" });
    const root = repository.path;
    if (format === "sha256") {
      await Deno.remove(`${root}/.git`, { recursive: true });
      await git(root, "init", "-q", "--object-format=sha256");
      await git(root, "add", "-A");
    }
    assertEquals(await list(root), []);
    await Deno.writeTextFile(`${root}/b.js`, "4\n"); // the same size, maybe the same moment
    await Deno.writeTextFile(`${root}/new.js`, "5\n");
    await Deno.writeTextFile(`${root}/c.js`, "3\n"); // another time, the same bytes
    assertEquals(await list(root), ["b.js", "new.js"]);
  });
}

Deno.test("listChangedFiles() knows nothing outside a repository", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/a.js`, "1\n");
  assertEquals(await list(folder), undefined);
  await Deno.remove(folder, { recursive: true });
});

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command("git", { args: [...args], cwd }).output();
  assertEquals(success, true);
}
