/**
 * The whole gate: format, lint, types, documentation, layout, tests. `deno task ok`; with
 * `--without-tests` for those who have just run them.
 *
 * @module
 */

/** One step of the gate: its name, and the arguments of `deno`. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

const DOCUMENTED = [
  "mod.ts",
  ...documentedFiles("lib"),
  ...documentedFiles("cli"),
  ...documentedFiles("tokenizer"),
];

const STEPS: readonly Step[] = [
  { name: "format", args: ["fmt", "--check", "--quiet"] },
  { name: "lint", args: ["lint", "--quiet"] },
  { name: "types", args: ["check", "--quiet", "--lock=deno.lock", "--frozen", "."] },
  { name: "documentation", args: ["doc", "--lint", "--quiet", ...DOCUMENTED] },
  { name: "layout", args: ["run", "--quiet", "--allow-read=.", "scripts/check_layout.ts"] },
  { name: "tests", args: ["task", "--quiet", "test"] },
];

/** The TypeScript files below a folder that are not tests, sorted; none when it is not there. */
function documentedFiles(folder: string): string[] {
  const files: string[] = [];
  for (const entry of readFolder(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) files.push(...documentedFiles(path));
    else if (entry.name.endsWith(".ts") && !entry.name.endsWith("_test.ts")) files.push(path);
  }
  return files.sort();
}

function readFolder(folder: string): Deno.DirEntry[] {
  try {
    return Array.from(Deno.readDirSync(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

let failed = 0;
const hasTests = !Deno.args.includes("--without-tests");
for (const step of STEPS.filter(({ name }) => hasTests || name !== "tests")) {
  const child = new Deno.Command(Deno.execPath(), { args: [...step.args], stdin: "null" }).spawn();
  const { success } = await child.status;
  if (!success) failed++;
  console.log(`${success ? "ok    " : "FAILED"} ${step.name}`);
}
Deno.exit(failed === 0 ? 0 : 1);
