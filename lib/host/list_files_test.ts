import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import { makeRepository, makeScratch, type Scratch } from "../../tests/harness.ts";
import { createListFiles } from "./list_files.ts";

const FILES = {
  "a.txt": "a",
  "b/c d.txt": "c",
  "b/é/Ω.ts": "",
  "z/.gitignore": "*.log\n!keep.log\n/only-here\n",
  ".gitignore": "/build/\n*.tmp\n",
};

async function listPaths(root: string): Promise<string[]> {
  return (await createListFiles(root)()).files.map((file) => file.path);
}

async function askGit(repository: Scratch): Promise<string[]> {
  const output = await repository.git("ls-files", "-coz", "--exclude-standard", "--deduplicate");
  const listed = output.split("\0").filter((path) => path !== "");
  const found = await Promise.all(listed.map(async (path) => {
    const stat = await Deno.lstat(`${repository.path}/${path}`).catch(() => undefined);
    return stat?.isFile ? [path] : [];
  }));
  return found.flat().sort();
}

for (const version of ["2", "3", "4"]) {
  Deno.test(`createListFiles() lists what git lists, index version ${version}`, async () => {
    await using repository = await makeRepository(FILES);
    await repository.write({ "new.ts": "", "later.ts": "", "x.tmp": "", "z/a.log": "" });
    await repository.write({ "z/keep.log": "", "build/out.js": "", "z/only-here/f": "" });
    await repository.git("update-index", `--index-version=${version === "3" ? 2 : version}`);
    if (version === "3") await repository.git("add", "-N", "later.ts");
    await Deno.remove(`${repository.path}/a.txt`);
    const index = await Deno.readFile(`${repository.path}/.git/index`);
    assertEquals(String(index[7]), version);
    assertEquals(await listPaths(repository.path), await askGit(repository));
  });
}

Deno.test("createListFiles() reads an index with SHA-256 names", async () => {
  await using repository = await makeScratch(FILES);
  await repository.git("init", "-q", "--object-format=sha256");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "first");
  const listing = await createListFiles(repository.path)();
  assertEquals(listing.files.map((file) => file.path), await askGit(repository));
  assertEquals(listing.commit, (await repository.git("rev-parse", "HEAD")).trim());
});

Deno.test("createListFiles() lists tracked files in ignored folders, but no new ones", async () => {
  await using repository = await makeRepository(FILES);
  await repository.write({ "build/kept/a.js": "", "build/b.js": "" });
  await repository.git("add", "-f", "build/kept/a.js");
  await repository.write({ "build/kept/new.js": "" });
  const paths = await listPaths(repository.path);
  assertEquals(paths.filter((path) => path.startsWith("build/")), ["build/kept/a.js"]);
  assertEquals(paths, await askGit(repository));
});

Deno.test("createListFiles() walks by ignore rules where there is no repository", async () => {
  await using scratch = await makeScratch({ ...FILES, "x.tmp": "", "build/o": "", "z/a.log": "" });
  const listing = await createListFiles(scratch.path)();
  assertEquals(listing.files.map((file) => file.path), [
    ".gitignore",
    "a.txt",
    "b/c d.txt",
    "b/é/Ω.ts",
    "z/.gitignore",
  ]);
  assertEquals(listing.commit, undefined);
});

Deno.test("createListFiles() lists a repository without commits, and info/exclude", async () => {
  await using repository = await makeScratch({ "a.ts": "", "secret.ts": "" });
  await repository.git("init", "-q");
  await repository.write({ ".git/info/exclude": "secret.ts\n" });
  const { files, commit } = await createListFiles(repository.path)();
  assertEquals({ files, commit }, { files: [{ path: "a.ts" }], commit: undefined });
});

Deno.test("createListFiles() lists a linked worktree by its own index", async () => {
  await using repository = await makeRepository(FILES);
  await using other = await makeScratch();
  await repository.git("worktree", "add", "-q", `${other.path}/w`, "-b", "side");
  await Deno.writeTextFile(`${other.path}/w/added.ts`, "");
  const listing = await createListFiles(`${other.path}/w`)();
  assertEquals(
    listing.files.map((file) => file.path),
    [...Object.keys(FILES), "added.ts"].sort(),
  );
  assertEquals(listing.commit, (await repository.git("rev-parse", "side")).trim());
});

Deno.test("createListFiles() passes over submodules, and lists one from inside", async () => {
  await using inner = await makeRepository({ "inner.ts": "" });
  await using outer = await makeRepository({ "outer.ts": "" });
  await outer.git(
    "-c",
    "protocol.file.allow=always",
    "submodule",
    "--quiet",
    "add",
    inner.path,
    "sub",
  );
  await outer.git("commit", "-qm", "sub");
  assertEquals(await listPaths(outer.path), [".gitmodules", "outer.ts"]);
  const listing = await createListFiles(`${outer.path}/sub`)();
  assertEquals(listing.files, [{ path: "inner.ts" }]);
  assertEquals(listing.commit, (await inner.git("rev-parse", "HEAD")).trim());
});

Deno.test("createListFiles() lists what a sparse checkout holds", async () => {
  await using repository = await makeRepository({ "in/a.ts": "", "out/b.ts": "", "c.ts": "" });
  await repository.git("sparse-checkout", "set", "--sparse-index", "in");
  assertEquals(await listPaths(repository.path), ["c.ts", "in/a.ts"]);
});

/** A repository whose index amends a shared one: files changed, removed and added since. */
async function splitIndex(repository: Scratch, version: string): Promise<void> {
  const many = Array.from({ length: 300 }, (_, i) => [`d${i % 7}/f${i}.txt`, `${i}`]);
  await repository.write(Object.fromEntries(many));
  await repository.git("add", "-A");
  await repository.git("update-index", `--index-version=${version}`);
  await repository.git("update-index", "--split-index");
  await repository.write({ "d1/f8.txt": "changed", "d3/new.txt": "", "untracked.txt": "" });
  await repository.git("add", "d1/f8.txt", "d3/new.txt");
  await repository.git("rm", "-q", "--cached", "d2/f9.txt", "d2/f100.txt");
  await repository.git("rm", "-qf", "d4/f4.txt");
  await repository.write({ ".gitignore": "*.txt\n" }); // so that only the index says what is there
}

for (const version of ["2", "4"]) {
  Deno.test(`createListFiles() lists what git lists, split index, version ${version}`, async () => {
    await using repository = await makeRepository({ "a.ts": "", "b.ts": "" });
    await splitIndex(repository, version);
    const paths = await listPaths(repository.path);
    assertEquals(paths, await askGit(repository));
    assertEquals(paths.length, 301);
  });
}

Deno.test("createListFiles() reads a split index with SHA-256 names, in a linked worktree", async () => {
  await using repository = await makeScratch({ "a.ts": "" });
  await repository.git("init", "-q", "--object-format=sha256");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "first");
  await using other = await makeScratch();
  await repository.git("worktree", "add", "-q", `${other.path}/w`);
  const linked: Scratch = {
    ...other,
    path: `${other.path}/w`,
    write: (files) =>
      other.write(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`w/${path}`, text])),
      ),
    git: (...args) => other.git("-C", "w", ...args),
  };
  await splitIndex(linked, "2");
  const paths = await listPaths(linked.path);
  assertEquals(paths, await askGit(linked));
  assertEquals(paths.length, 300);
});

Deno.test("createListFiles() refuses a split index whose other part is missing or another", async () => {
  await using repository = await makeRepository(FILES);
  await repository.git("update-index", "--split-index");
  const [name] = [...Deno.readDirSync(`${repository.path}/.git`)].map((entry) => entry.name)
    .filter((entry) => entry.startsWith("sharedindex."));
  const path = `${repository.path}/.git/${name}`;
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(path, bytes.subarray(0, -1));
  await assertRejects(createListFiles(repository.path), Failure, "is not what its name says");
  await Deno.remove(path);
  const error = await assertRejects(createListFiles(repository.path), Failure, "is missing");
  assertEquals(error.reason, "E_REPOSITORY");
});

Deno.test("createListFiles() refuses an index with an extension that must be understood", async () => {
  await using repository = await makeRepository(FILES);
  const index = await Deno.readFile(`${repository.path}/.git/index`);
  const extension = new Uint8Array([...new TextEncoder().encode("zzzz"), 0, 0, 0, 0]);
  await Deno.writeFile(
    `${repository.path}/.git/index`,
    new Uint8Array([...index.subarray(0, -20), ...extension, ...index.subarray(-20)]),
  );
  await assertRejects(createListFiles(repository.path), Failure, 'extension "zzzz" is not known');
});

Deno.test("createListFiles() is not led astray by the untracked cache", async () => {
  await using repository = await makeRepository(FILES);
  await repository.git("update-index", "--force-untracked-cache");
  await repository.git("status");
  await repository.write({ "fresh.ts": "" });
  assertEquals(await listPaths(repository.path), await askGit(repository));
});

Deno.test("createListFiles() refuses a damaged index with a reason", async () => {
  await using repository = await makeRepository(FILES);
  const index = await Deno.readFile(`${repository.path}/.git/index`);
  await Deno.writeFile(`${repository.path}/.git/index`, index.subarray(0, index.length / 2));
  const error = await assertRejects(createListFiles(repository.path), Failure, "it ends in");
  assertEquals(error.reason, "E_REPOSITORY");
});

Deno.test("createListFiles() names links and devices, and opens none", async () => {
  await using repository = await makeRepository({ "a.ts": "" });
  await Deno.symlink("/etc/passwd", `${repository.path}/link`);
  await Deno.symlink("..", `${repository.path}/loop`);
  const fifo = new Deno.Command("mkfifo", { args: [`${repository.path}/fifo`] });
  assertEquals((await fifo.output()).code, 0);
  const { files, skipped } = await createListFiles(repository.path)();
  assertEquals(files, [{ path: "a.ts" }]);
  assertEquals(skipped, [
    { path: "fifo", why: "not a regular file" },
    { path: "link", why: "link" },
    { path: "loop", why: "link" },
  ]);
});

Deno.test("createListFiles() hides tracked files by other ignore files", async () => {
  await using repository = await makeRepository({
    ".aiignore": "private/\n*.pem\n",
    "private/a": "",
    "a.pem": "",
    "b.ts": "",
  });
  const listing = await createListFiles(repository.path, { hidingFiles: [".aiignore"] })();
  assertEquals(listing.files, [{ path: ".aiignore" }, { path: "b.ts" }]);
  assertEquals(listing.skipped.map((skip) => skip.path), ["a.pem", "private/"]);
});

Deno.test("createListFiles() names paths that are not UTF-8", async () => {
  await using repository = await makeRepository({ "a.ts": "" });
  const script = 'printf x > "$(printf "bad\\377.ts")" && git add -A';
  const made = await new Deno.Command("sh", { args: ["-c", script], cwd: repository.path })
    .output();
  assertEquals(made.code, 0);
  const { files, skipped } = await createListFiles(repository.path)();
  assertEquals(files, [{ path: "a.ts" }]);
  assertEquals(skipped, [{ path: "bad\ufffd.ts", why: "not UTF-8" }]);
});

Deno.test("createListFiles() finds packed refs and a detached HEAD", async () => {
  await using repository = await makeRepository(FILES);
  const commit = (await repository.git("rev-parse", "HEAD")).trim();
  await repository.git("pack-refs", "--all");
  assertEquals((await createListFiles(repository.path)()).commit, commit);
  await repository.git("checkout", "-q", "--detach");
  assertEquals((await createListFiles(repository.path)()).commit, commit);
});

Deno.test("createListFiles() walks where a file .git names what is none of git's, and says so", async () => {
  await using victim = await makeScratch({ "info/exclude": "a.ts\n" });
  await using scratch = await makeScratch({ "a.ts": "" });
  for (const named of [victim.path, "/", "..", "", "nowhere"]) {
    await scratch.write({ ".git": `gitdir: ${named}\n` });
    const { files, skipped } = await createListFiles(scratch.path)();
    assertEquals(files, [{ path: "a.ts" }]);
    assertEquals(skipped, [{ path: ".git", why: "names no folder of git's to read" }]);
  }
});

Deno.test("createListFiles() refuses more files than it is allowed, tracked or not, with a reason", async () => {
  await using scratch = await makeScratch({ "a": "", "b/c": "", "b/d": "" });
  await Deno.symlink("a", `${scratch.path}/link`);
  const list = (limitFiles: number) => createListFiles(scratch.path, { limitFiles })();
  assertEquals((await list(4)).files.length, 3);
  const isTooMuch = { reason: "E_LIMIT", text: "it has more than 2 files: name fewer on stdin" };
  const refuse = async () => {
    const { reason, message } = await assertRejects(() => list(2), Failure);
    assertEquals({ reason, text: message.split(": ").slice(1).join(": ") }, isTooMuch);
  };
  await refuse();
  await scratch.git("init", "-q");
  await scratch.git("add", "-A");
  await Deno.remove(`${scratch.path}/b`, { recursive: true });
  await refuse(); // by what the index says, before it is read
});

Deno.test("createListFiles() never waits for an index that is a pipe or a device", async () => {
  await using repository = await makeRepository({ "a.ts": "" });
  const index = `${repository.path}/.git/index`;
  const makers = [["mkfifo", index], ["ln", "-s", "/dev/zero", index], ["mkdir", index]];
  for (const [program, ...args] of makers) {
    await Deno.remove(index);
    assertEquals((await new Deno.Command(program, { args }).output()).code, 0);
    const error = await assertRejects(createListFiles(repository.path), Failure);
    assertEquals([error.reason, error.message], [
      "E_REPOSITORY",
      "Cannot read the index: it is not a regular file",
    ]);
  }
});

Deno.test("createListFiles() refuses ignore rules that are too large to be read", async () => {
  for (const name of [".gitignore", ".aiignore", ".git/info/exclude"]) {
    await using repository = await makeRepository({ "a.ts": "", [name]: "" });
    await Deno.truncate(`${repository.path}/${name}`, 1024 ** 3);
    const list = createListFiles(repository.path, { hidingFiles: [".aiignore"] });
    assertEquals((await assertRejects(list, Failure, "it is larger than")).reason, "E_LIMIT");
  }
});

Deno.test("createListFiles() is not held up by pipes and links in place of git's own files", async () => {
  await using repository = await makeScratch({ "a.ts": "" });
  await repository.git("init", "-q");
  await repository.git("add", "-A");
  const odd = `cd .git && rm -rf HEAD config info && mkfifo HEAD config && ln -s /dev/zero commondir
    mkdir info && mkfifo info/exclude && cd .. && mkfifo .gitignore && ln -s . loop`;
  const made = await new Deno.Command("sh", { args: ["-c", odd], cwd: repository.path }).output();
  assertEquals(made.code, 0);
  const { files, commit } = await createListFiles(repository.path)();
  assertEquals([files, commit], [[{ path: "a.ts" }], undefined]);
});
