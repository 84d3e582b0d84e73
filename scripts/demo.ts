/**
 * Shows the main job in a scratch repository: a prompt goes in, a patch comes out, `git apply` takes
 * it. `deno task demo`.
 *
 * @module
 */

const PROJECT_PATH = decodeURIComponent(new URL("..", import.meta.url).pathname).replace(/\/$/, "");
const PROMPT = "rename parseArgs to readArgs";

const FILES: Readonly<Record<string, string>> = {
  "src/args.ts": `/** Reads the arguments of the command line. */
export function parseArgs(args: string[]): Map<string, string> {
  return new Map(args.map((arg) => arg.split("=", 2) as [string, string]));
}
`,
  "src/main.ts": `import { parseArgs } from "./args.ts";

const options = parseArgs(Deno.args);
console.log("parseArgs is also a word in this text", options);
`,
};

/** Runs a line of the shell in the scratch repository, as a user would type it. */
async function shell(
  cwd: string,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { success } = await new Deno.Command("sh", { args: ["-c", line], cwd, env, stdin: "null" })
    .spawn().status;
  if (!success) throw new Error(`Cannot go on with the demo: this failed: ${line}`);
}

async function makeRepository(path: string): Promise<void> {
  await Deno.mkdir(`${path}/src`);
  for (const [name, text] of Object.entries(FILES)) {
    await Deno.writeTextFile(`${path}/${name}`, text);
  }
  const git = "git -c user.name=Demo -c user.email=demo@example.invalid -c init.defaultBranch=main";
  await shell(path, `${git} init -q && ${git} add -A && ${git} commit -q -m first`);
}

async function show(path: string): Promise<void> {
  const env = { ZEROSTACK: `${PROJECT_PATH}/scripts/zerostack`, PROMPT, DENO: Deno.execPath() };
  console.log(
    `A scratch repository with ${Object.keys(FILES).join(" and ")}. No model, no network.\n`,
  );
  console.log(`$ zerostack "${PROMPT}" > rename.patch && cat rename.patch`);
  await shell(path, '"$ZEROSTACK" "$PROMPT" > rename.patch && cat rename.patch', env);
  console.log("\n$ git apply rename.patch && cat src/main.ts");
  await shell(path, "git apply rename.patch && cat src/main.ts");
  console.log("\nThe tree was changed by git apply, and git apply -R takes it back.");
}

const path = await Deno.makeTempDir({ prefix: "zerostack-demo-" });
try {
  await makeRepository(path);
  await show(path);
} finally {
  await Deno.remove(path, { recursive: true });
}
