import { assertEquals, assertRejects } from "@std/assert";
import { createReadFile } from "./read_file.ts";
import { makeScratchCopy } from "./scratch_copy.ts";

Deno.test("makeScratchCopy() copies files with their modes, and nothing behind a link", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/sub`);
  await Deno.mkdir(`${root}/node_modules`);
  await Deno.writeTextFile(`${root}/sub/a.sh`, "a\n", { mode: 0o755 });
  await Deno.symlink("/etc/passwd", `${root}/link`);
  const files = [{ path: "sub/a.sh" }, { path: "link" }, { path: "gone" }];
  let path: string;
  {
    await using copy = await makeScratchCopy(root, files, createReadFile(root));
    path = copy.path;
    assertEquals([...copy.files.keys()], ["sub/a.sh"]);
    assertEquals((await Deno.stat(`${path}/sub/a.sh`)).mode! & 0o777, 0o755);
    assertEquals(await Deno.readLink(`${path}/node_modules`), `${root}/node_modules`);
    await Deno.writeTextFile(`${path}/sub/a.sh`, "b\n");
    assertEquals(copy.read("sub/a.sh"), new TextEncoder().encode("b\n"));
    await Deno.remove(`${path}/sub/a.sh`);
    assertEquals(copy.read("sub/a.sh"), undefined);
    assertEquals(await Deno.readTextFile(`${root}/sub/a.sh`), "a\n");
  }
  await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  await Deno.remove(root, { recursive: true });
});
