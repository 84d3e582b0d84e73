/** What `git apply` does with the diffs that the program makes. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type FileVersions, makeDiff, printDiff } from "../lib/diff.ts";

const bytes = fc.array(
  fc.constantFrom(
    "a\n",
    "b\n",
    "\n",
    " c\n",
    "-d\r\n",
    "+e\r",
    "\\ f\n",
    "@@ g\n",
    "--- h\n",
    "\xff\n",
    "i",
  ),
  { maxLength: 40 },
).map((lines) => Uint8Array.from(lines.join(""), (character) => character.charCodeAt(0)));

const paths = ["plain.ts", "with blank", "dir/é.ts", 'dir/quote".ts', "dir/back\\slash", "-dash"];

const change = fc.constantFrom("modify", "create", "delete", "rename");

function toVersions(path: string, made: readonly [string, Uint8Array, Uint8Array]): FileVersions {
  const [kind, before, after] = made;
  if (kind === "create") return { path, after };
  if (kind === "delete") return { path, before };
  if (kind === "rename") return { path: `${path}.new`, from: path, before, after };
  return { path, before, after };
}

const files = fc.tuple(...paths.map(() => fc.option(fc.tuple(change, bytes, bytes)))).map((made) =>
  made.flatMap((one, at) => one === null ? [] : [toVersions(paths[at], one)])
);

async function applyForReal(directory: string, diff: Uint8Array): Promise<string> {
  const git = new Deno.Command("git", {
    args: ["apply", "--whitespace=nowarn", "-"],
    cwd: directory,
    stdin: "piped",
    stderr: "piped",
  }).spawn();
  const writer = git.stdin.getWriter();
  await writer.write(diff);
  await writer.close();
  const { stderr } = await git.output();
  return new TextDecoder().decode(stderr);
}

async function readTree(directory: string): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const path of paths.flatMap((path) => [path, `${path}.new`])) {
    const content = await Deno.readFile(`${directory}/${path}`).catch(() => undefined);
    if (content !== undefined) tree[path] = content.toHex();
  }
  return tree;
}

async function withTree(
  files: readonly FileVersions[],
  body: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${directory}/dir`);
    for (const { path, from = path, before } of files) {
      if (before !== undefined) await Deno.writeFile(`${directory}/${from}`, before);
    }
    await body(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("git apply makes the same files as the diff was made from", async () => {
  await fc.assert(
    fc.asyncProperty(files, (files) =>
      withTree(files, async (directory) => {
        const diff = printDiff(makeDiff(files));
        if (diff.length === 0) return;
        assertEquals(await applyForReal(directory, diff), "");
        const wanted = files.flatMap(({ path, after }) => after ? [[path, after.toHex()]] : []);
        const entries = wanted.sort((a, b) => a[0] < b[0] ? -1 : 1);
        const tree = Object.entries(await readTree(directory)).sort((a, b) => a[0] < b[0] ? -1 : 1);
        assertEquals(tree, entries as [string, string][]);
      })),
    { numRuns: 100 },
  );
});
