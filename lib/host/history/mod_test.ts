import { assertEquals } from "@std/assert";
import { makeRepository, makeScratch, type Scratch } from "../../../tests/harness.ts";
import { createReadHistory } from "./mod.ts";

/** A repository with a few dozen commits, files in folders, and a large file that changes. */
async function makeHistory(): Promise<Scratch> {
  const repository = await makeRepository({ "a.txt": "a\n", "deep/er/b.txt": "b\n" });
  const { path } = repository;
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i * 7919 % 500}`);
  for (let number = 1; number <= 30; number++) {
    lines[number * 13] = `change ${number}`;
    await Deno.writeTextFile(`${path}/deep/er/b.txt`, lines.join("\n"));
    await Deno.writeTextFile(`${path}/deep/${number % 7}.txt`, `${number}\n`);
    if (number === 20) await Deno.remove(`${path}/a.txt`);
    await repository.git("add", "-A");
    await repository.git("commit", "-q", "-m", `Commit ${number}\n\nÄnderung of ${number % 7}`);
  }
  return repository;
}

/** What git itself says. */
async function askGit(repository: Scratch): Promise<string[]> {
  const format = "--format=%x01%P%x02%B%x02";
  const told = await repository.git(
    "log",
    "--no-merges",
    "-z",
    "--no-renames",
    format,
    "--name-only",
  );
  return told.split("\x01").slice(1).map((record) => {
    const [parents, message, paths] = record.split("\x02");
    const names = paths.split("\0").map((path) => path.trim()).filter((path) => path !== "");
    return print(message, parents === "" ? [] : names);
  });
}

function print(message: string, paths: readonly string[]): string {
  return `${message.trim()}: ${paths.toSorted().join(" ")}`;
}

function read(root: string): { readonly told: string[]; readonly lines: string[] } {
  const lines: string[] = [];
  const told = createReadHistory(root, (line) => lines.push(line))()
    .map(({ message, paths }) => print(message, paths));
  return { told, lines };
}

Deno.test("createReadHistory() tells what git tells: loose, packed, borrowed, linked, shallow", async () => {
  await using repository = await makeHistory();
  await using scratch = await makeScratch({});
  const wanted = await askGit(repository);
  assertEquals(wanted.length, 31);
  assertEquals(read(repository.path), { told: wanted, lines: [] });
  await repository.git("clone", "-q", "--shared", ".", `${scratch.path}/borrowed`);
  assertEquals(read(`${scratch.path}/borrowed`), { told: wanted, lines: [] });
  await repository.git("worktree", "add", "-q", `${scratch.path}/linked`);
  assertEquals(read(`${scratch.path}/linked`), { told: wanted, lines: [] });
  await repository.git("repack", "-adfq", "--depth=50");
  assertEquals(read(repository.path), { told: wanted, lines: [] });
  await repository.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq");
  assertEquals(read(repository.path), { told: wanted, lines: [] });
  await repository.git(
    "clone",
    "-q",
    "--depth=5",
    "file://" + repository.path,
    `${scratch.path}/shallow`,
  );
  const { told, lines } = read(`${scratch.path}/shallow`);
  assertEquals([told.slice(0, 4), lines], [wanted.slice(0, 4), []]);
  assertEquals(told.length, 5);
});

Deno.test("createReadHistory() has nothing to tell without commits, a repository, or with SHA-256", async () => {
  await using scratch = await makeScratch({ "a.txt": "" });
  assertEquals(read(scratch.path), { told: [], lines: [] });
  const empty = await makeRepository({});
  await using _ = empty;
  await empty.git("init", "-q", "--object-format=sha256", "other");
  assertEquals(read(`${empty.path}/other`), { told: [], lines: [] });
});

Deno.test("createReadHistory() tells nothing, and says so once, when a pack or its index is damaged", async () => {
  await using repository = await makeHistory();
  await repository.git("repack", "-adfq");
  const folder = `${repository.path}/.git/objects/pack`;
  const names = Array.from(Deno.readDirSync(folder), (entry) => entry.name);
  const wanted = read(repository.path);
  for (const ending of [".pack", ".idx"]) {
    const path = `${folder}/${names.find((name) => name.endsWith(ending))}`;
    const bytes = await Deno.readFile(path);
    await Deno.chmod(path, 0o644);
    for (let at = 5; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
      for (const damaged of [bytes.slice(0, at), bytes.with(at, bytes[at] ^ 0x55)]) {
        await Deno.writeFile(path, damaged);
        const { told, lines } = read(repository.path);
        if (lines.length === 0) assertEquals(told, wanted.told); // it was in an object of no use
        else {assertEquals(
            [told, lines.length, /^the history is not used: Cannot /.test(lines[0])],
            [[], 1, true],
          );}
      }
    }
    await Deno.writeFile(path, bytes);
  }
});

Deno.test("createReadHistory() tells nothing when an object is missing", async () => {
  await using repository = await makeHistory();
  const tree = (await repository.git("rev-parse", "HEAD^{tree}")).trim();
  await Deno.remove(`${repository.path}/.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`);
  assertEquals(read(repository.path), {
    told: [],
    lines: ["the history is not used: Cannot read the history: a tree is missing"],
  });
});
