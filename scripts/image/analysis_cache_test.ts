import { assert, assertEquals } from "@std/assert";
import { hasProgram } from "../../tests/distribution.ts";
import { makeScratch, runProcess } from "../../tests/harness.ts";
import { makeAnalysisCache } from "./analysis_cache.ts";

const PROGRAM = 'import { a } from "./a.js";\nconsole.log(a);\n';
const FILES = { "a.js": "export const a = 1;\n", "b.js": PROGRAM, "c.txt": "" };
const canCage = hasProgram("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true");

Deno.test("makeAnalysisCache() gives the same bytes for the same files in another folder", async () => {
  await using here = await makeScratch(FILES);
  await using there = await makeScratch(FILES);
  const first = await makeAnalysisCache(here.path, "/usr/lib/x");
  assertEquals(await makeAnalysisCache(there.path, "/usr/lib/x"), first);
  const text = new TextDecoder("latin1").decode(first.get("dep_analysis_cache_v2"));
  assert(text.includes("file:///usr/lib/x/b.js") && !text.includes(here.path));
});

Deno.test({
  name: "makeAnalysisCache() makes what the runtime takes where it cannot write",
  ignore: !canCage,
  fn: async () => {
    await using scratch = await makeScratch(FILES);
    await using cache = await makeScratch();
    for (const [name, bytes] of await makeAnalysisCache(scratch.path, scratch.path)) {
      await Deno.writeFile(`${cache.path}/${name}`, bytes);
    }
    const cage = [
      "bwrap",
      "--ro-bind",
      "/",
      "/",
      "--dev",
      "/dev",
      "--uid",
      "65532",
      "--unshare-user",
    ];
    const command = [Deno.execPath(), "run", "--no-config", "-L", "debug", `${scratch.path}/b.js`];
    const env = { DENO_DIR: cache.path };
    const outcome = await runProcess([...cage, ...command], { env });
    assertEquals([outcome.status, outcome.stdout], [0, "1\n"]);
    const refused = outcome.stderr.split("\n").filter((line) =>
      /Failed .*dep_analysis_cache/.test(line)
    );
    assertEquals(refused, []);
  },
});
