/**
 * Runs the benchmarks one after another, each in a process of its own: `deno task bench [NAME...]`.
 * A benchmark is a program in `bench/` that prints what it measured and keeps it in `bench/results/`.
 *
 * @module
 */

const FOLDER = decodeURIComponent(new URL(".", import.meta.url).pathname);
/** Parts that benchmarks share. */
const PARTS = new Set([
  "run.ts",
  "measure.ts",
  "commits.ts",
  "rename_oracle.ts",
  "tokenizer_corpora.ts",
  "tokenizer_native.ts",
  "tokenizer_peers.ts",
]);

const found = Array.from(Deno.readDirSync(FOLDER))
  .map((entry) => entry.name)
  .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts") && !PARTS.has(name))
  .map((name) => name.slice(0, -".ts".length))
  .sort();
const wanted = Deno.args.length === 0 ? found : Deno.args;
const unknown = wanted.filter((name) => !found.includes(name));
if (unknown.length > 0) {
  console.error(`Cannot run ${unknown.join(", ")}: there are ${found.join(", ")}`);
  Deno.exit(2);
}
let failed = 0;
for (const name of wanted) {
  console.log(`== ${name}`);
  const args = [
    "run",
    "-q",
    `--config=${FOLDER}../deno.json`,
    `--lock=${FOLDER}../deno.lock`,
    "-A",
    `${FOLDER}${name}.ts`,
  ];
  const { success } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).spawn()
    .status;
  if (!success) failed++;
}
Deno.exit(failed === 0 ? 0 : 1);
