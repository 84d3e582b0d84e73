import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../errors.ts";
import { makeRepository, makeScratch, PROJECT_PATH, runProcess } from "../../tests/harness.ts";
import { findRoot } from "./repository.ts";

Deno.test("findRoot() finds the nearest folder with .git, from any folder below", async () => {
  await using repository = await makeRepository({ "a/b/c.ts": "" });
  assertEquals(findRoot(`${repository.path}/a/b`), repository.path);
});

Deno.test("findRoot() gives the folder itself where no repository is", async () => {
  await using scratch = await makeScratch({ "a/b.ts": "" });
  assertEquals(findRoot(`${scratch.path}/a`), `${scratch.path}/a`);
});

Deno.test("findRoot() refuses a bare repository and the inside of .git", async () => {
  await using repository = await makeRepository({ "a.ts": "" });
  await using bare = await makeScratch();
  await bare.git("init", "-q", "--bare");
  for (const path of [bare.path, `${repository.path}/.git/hooks`]) {
    const error = assertThrows(() => findRoot(path), Failure, "without a work tree");
    assertEquals(error.reason, "E_REPOSITORY");
  }
});

Deno.test("findRoot() stops where reading is not permitted, and does not ask", async () => {
  await using repository = await makeRepository({ "a/b/c.ts": "" });
  const code = `import { findRoot } from "${import.meta.resolve("./repository.ts")}";
    await Deno.stdout.write(new TextEncoder().encode(findRoot("${repository.path}/a/b")));`;
  const outcome = await runProcess([
    Deno.execPath(),
    "run",
    "-q",
    `--config=${PROJECT_PATH}/deno.json`,
    `--allow-read=${repository.path}/a`,
    "-",
  ], { stdin: code });
  assertEquals(outcome.stderr, "");
  assertEquals(outcome.stdout, `${repository.path}/a/b`);
});
