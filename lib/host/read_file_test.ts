import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import { makeScratch } from "../../tests/harness.ts";
import { createReadFile } from "./read_file.ts";

Deno.test("createReadFile() reads bytes and the executable bit", async () => {
  await using scratch = await makeScratch({ "a/b.ts": "text", "run.sh": "" });
  await Deno.chmod(`${scratch.path}/run.sh`, 0o755);
  const readFile = createReadFile(scratch.path);
  const bytes = new TextEncoder().encode("text");
  assertEquals(await readFile("a/b.ts"), { bytes, mode: "100644" });
  assertEquals(await readFile("run.sh"), { bytes: new Uint8Array(0), mode: "100755" });
});

Deno.test("createReadFile() says undefined where nothing is", async () => {
  await using scratch = await makeScratch({ "a/b.ts": "text" });
  const readFile = createReadFile(scratch.path);
  for (const path of ["b.ts", "b/c.ts", "a/b.ts/c"]) assertEquals(await readFile(path), undefined);
});

Deno.test("createReadFile() refuses paths that lead outside or into .git", async () => {
  await using scratch = await makeScratch({ "a": "", ".git/config": "" });
  const readFile = createReadFile(scratch.path);
  for (
    const path of [
      "../a",
      "/etc/passwd",
      "a/../a",
      "./a",
      "",
      "a/",
      "a//b",
      ".git/config",
      ".GIT/x",
    ]
  ) {
    const error = await assertRejects(() => readFile(path), Failure);
    assertEquals([path, error.reason], [path, "E_PATH"]);
  }
});

Deno.test("createReadFile() follows no link, to a file or on the way", async () => {
  await using scratch = await makeScratch({ "real/a.ts": "text" });
  await Deno.symlink("real", `${scratch.path}/folder`);
  await Deno.symlink("real/a.ts", `${scratch.path}/file`);
  await Deno.symlink("/dev/zero", `${scratch.path}/zero`);
  const readFile = createReadFile(scratch.path);
  for (const path of ["folder/a.ts", "file", "zero"]) {
    const error = await assertRejects(() => readFile(path), Failure);
    assertEquals([path, error.reason], [path, "E_PATH"]);
  }
});

Deno.test("createReadFile() opens no FIFO and no folder", async () => {
  await using scratch = await makeScratch({ "folder/a": "" });
  const { code } = await new Deno.Command("mkfifo", { args: [`${scratch.path}/fifo`] }).output();
  assertEquals(code, 0);
  const readFile = createReadFile(scratch.path);
  await assertRejects(() => readFile("fifo"), Failure, "not a regular file");
  await assertRejects(() => readFile("folder"), Failure, "not a regular file");
});

Deno.test("createReadFile() reads up to its limit and no further", async () => {
  await using scratch = await makeScratch({ "fits": "1234", "large": "12345" });
  const readFile = createReadFile(scratch.path, { limitBytes: 4 });
  assertEquals((await readFile("fits"))?.bytes.length, 4);
  const error = await assertRejects(() => readFile("large"), Failure, "larger than 4 bytes");
  assertEquals(error.reason, "E_LIMIT");
});

Deno.test("createReadFile() never gives bytes of a link's target while a file is swapped", async () => {
  await using scratch = await makeScratch({ "ours": "ours", "secret": "secret" });
  await using outside = await makeScratch({ "target": "secret" });
  const readFile = createReadFile(scratch.path);
  const script =
    `for i in $(seq 60); do ln -sf ${outside.path}/target x; mv x f; cp ours y; mv y f; done`;
  const swapping = new Deno.Command("sh", { args: ["-c", script], cwd: scratch.path }).spawn();
  let isSwapping = true;
  const ended = swapping.status.then(() => isSwapping = false);
  let read = 0;
  while (isSwapping) {
    const content = await readFile("f").catch(() => undefined);
    if (content !== undefined && content.bytes.length > 0) {
      assertEquals(new TextDecoder().decode(content.bytes), "ours");
      read++;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await ended;
  assertEquals(read > 0, true);
});
