/**
 * The launcher in a real shell: what it grants, what it lets through, and from where it works.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { CommandRow } from "../cli/command.ts";
import { COMMANDS, GLOBAL_FLAGS } from "../cli/commands.ts";
import {
  makeRepository,
  makeScratch,
  printOutcome,
  programFolders,
  PROJECT_PATH,
  runProcess,
  type StartOptions,
} from "./harness.ts";

const LAUNCHER = `${PROJECT_PATH}/scripts/zerostack`;

async function launch(args: readonly string[], options: StartOptions = {}, launcher = LAUNCHER) {
  const env = { DENO: Deno.execPath(), ...options.env };
  return await runProcess([launcher, ...args], { ...options, env });
}

async function permissionsOf(
  args: readonly string[],
  options: StartOptions = {},
): Promise<string[]> {
  const outcome = await launch(["--permissions", ...args], options);
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(args, outcome));
  return outcome.stdout.trimEnd().split("\n");
}

for (const row of COMMANDS) {
  Deno.test(`launcher: ${row.name} is granted its row and nothing more`, () => testRow(row));
}

async function testRow(row: CommandRow): Promise<void> {
  await using repository = await makeRepository({ "sub dir/a.txt": "a\n" });
  const granted = await permissionsOf([row.name], { cwd: `${repository.path}/sub dir` });
  const kinds = (kind: string) => granted.filter((flag) => flag.startsWith(`--allow-${kind}`));
  assertEquals(kinds("net"), row.needs.net ? ["--allow-net=127.0.0.1:11434"] : []);
  assertEquals(kinds("run"), row.needs.run ? ["--allow-run"] : []);
  if (row.needs.read === "repository") {
    const folders = row.needs.programs ? programFolders() : [];
    const temp = row.needs.temp ? [Deno.env.get("TMPDIR") ?? "/tmp"] : [];
    assertEquals(
      kinds("read"),
      [repository.path, ...folders, ...temp].map((path) => `--allow-read=${path}`),
    );
  }
  if (row.needs.read === "none") assertEquals(kinds("read"), []);
  if (!row.needs.temp) assertEquals(kinds("write"), []);
}

Deno.test("launcher: every option that names a file grants that file, and no other does", async () => {
  await using scratch = await makeScratch();
  for (const row of COMMANDS) {
    for (const flag of [...row.flags, ...GLOBAL_FLAGS]) {
      if (flag.value === undefined || flag.name === "directory" || flag.name === "endpoint") {
        continue;
      }
      const granted = await permissionsOf([row.name, `--${flag.name}`, "some-file"], {
        cwd: scratch.path,
      });
      const reads = granted.includes(`--allow-read=${scratch.path}/some-file`);
      const writes = granted.includes(`--allow-write=${scratch.path}/some-file`);
      const wanted = {
        reads: flag.reads === true || flag.writes === true,
        writes: flag.writes === true,
      };
      assertEquals({ row: row.name, flag: flag.name, reads, writes }, {
        row: row.name,
        flag: flag.name,
        ...wanted,
      });
    }
  }
});

Deno.test("launcher: a bare prompt is granted what run is granted", async () => {
  await using repository = await makeRepository({});
  const bare = await permissionsOf(["say hello to them"], { cwd: repository.path });
  assertEquals(bare, await permissionsOf(["run", "say hello"], { cwd: repository.path }));
});

Deno.test("launcher: the host is that of the option, the environment, then the default", async () => {
  const host = async (args: readonly string[], env?: Record<string, string>) =>
    (await permissionsOf(["model", ...args], { env })).filter((flag) =>
      flag.startsWith("--allow-net")
    );
  assertEquals(await host([]), ["--allow-net=127.0.0.1:11434"]);
  assertEquals(await host(["--endpoint", "https://a.example/v1"]), ["--allow-net=a.example:443"]);
  assertEquals(await host(["--endpoint=http://[::1]:80/v1"]), ["--allow-net=[::1]:80"]);
  assertEquals(await host([], { ZEROSTACK_ENDPOINT: "http://b.example:1/v1" }), [
    "--allow-net=b.example:1",
  ]);
});

Deno.test("launcher: works through links to itself, from any folder, and with -C", async () => {
  await using scratch = await makeScratch({ "deep/er/x": "" });
  await Deno.symlink(LAUNCHER, `${scratch.path}/first`);
  await Deno.symlink("first", `${scratch.path}/second`);
  const outcome = await launch(
    ["--version"],
    { cwd: `${scratch.path}/deep/er` },
    `${scratch.path}/second`,
  );
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  const granted = await permissionsOf(["-C", "deep", "-C", "er", "tokens"], { cwd: scratch.path });
  assertEquals(granted[0], `--allow-read=${scratch.path}/deep/er`);
});

Deno.test("launcher: a linked worktree can read where git keeps its data", async () => {
  await using repository = await makeRepository({ "a.txt": "a\n" });
  await using other = await makeScratch();
  await repository.git("worktree", "add", "-q", `${other.path}/linked`);
  const granted = await permissionsOf(["patch"], { cwd: `${other.path}/linked` });
  assert(granted.includes(`--allow-read=${other.path}/linked`));
  assert(granted.includes(`--allow-read=${repository.path}/.git`));
});

Deno.test("launcher: a submodule can read where git keeps its data, also in a linked worktree", async () => {
  await using inner = await makeRepository({ "a.txt": "a\n" });
  await using outer = await makeRepository({ "b.txt": "b\n" });
  await using other = await makeScratch();
  const add = ["-c", "protocol.file.allow=always", "submodule", "--quiet"];
  await outer.git(...add, "add", inner.path, "deep/my sub");
  await outer.git("commit", "-qm", "sub");
  await outer.git("worktree", "add", "-q", `${other.path}/linked`);
  await outer.git("-C", `${other.path}/linked`, ...add, "update", "--init");
  const grantedIn = (cwd: string) => permissionsOf(["patch"], { cwd });
  const data = `${outer.path}/.git`;
  for (
    const [cwd, folder] of [
      [`${outer.path}/deep/my sub`, `${data}/modules/deep/my sub`],
      [`${other.path}/linked/deep/my sub`, `${data}/worktrees/linked/modules/deep/my sub`],
    ]
  ) {
    const expected = [`--allow-read=${cwd}`, `--allow-read=${folder}`, "--allow-env"];
    assertEquals(await grantedIn(cwd), expected);
  }
});

Deno.test("launcher: a file .git that names what is not its own grants nothing", async () => {
  await using victim = await makeRepository({ "a.txt": "a\n" });
  await using elsewhere = await makeScratch({
    "HEAD": "x\n",
    "config": "[core]\n\tworktree = /\n",
  });
  await victim.git("worktree", "add", "-q", `${elsewhere.path}/linked`);
  await using hostile = await makeScratch({
    "inside/worktrees/w/HEAD": "ref: refs/heads/main\n",
    "inside/HEAD": "ref: refs/heads/main\n",
    "forged/HEAD": "ref: refs/heads/main\n",
    "forged/config": "[core]\n\tworktree = ..\n",
    "forged/commondir": `${elsewhere.path}\n`,
  });
  await hostile.write({
    "inside/worktrees/w/gitdir": `${hostile.path}/.git\n`,
    "inside/worktrees/w/commondir": `${elsewhere.path}\n`,
    "out/gitdir": `${hostile.path}/.git\n`,
    "out/HEAD": "ref: refs/heads/main\n",
  });
  await Deno.symlink(`${victim.path}/.git`, `${hostile.path}/link`);
  const names = [
    "/",
    "..",
    "-",
    "",
    "/etc",
    "/dev/zero",
    "$(touch marker)",
    elsewhere.path,
    `${victim.path}/.git`,
    `${victim.path}/.git/worktrees/linked`,
    "link",
    "link/worktrees/linked",
    "inside/worktrees/w",
    "forged",
    "out",
    "x".repeat(10_000),
  ];
  for (const name of names) {
    await hostile.write({ ".git": `gitdir: ${name}\n` });
    const granted = await permissionsOf(["patch"], { cwd: hostile.path });
    const outside = granted.filter((flag) =>
      flag.startsWith("--allow-read=") && flag !== `--allow-read=${hostile.path}` &&
      !flag.startsWith(`--allow-read=${hostile.path}/`)
    );
    assertEquals(outside, [], name);
  }
  await Deno.remove(`${hostile.path}/.git`);
  await Deno.symlink(`${elsewhere.path}/linked/.git`, `${hostile.path}/.git`);
  assertEquals(await permissionsOf(["patch"], { cwd: hostile.path }), [
    `--allow-read=${hostile.path}`,
    "--allow-env",
  ]);
});

Deno.test("launcher: a proxy of the environment gets through only when the user allows it", async () => {
  await using scratch = await makeScratch({
    "runtime": "#!/bin/sh\nenv | grep -i proxy | sort\n",
    "zerostack/config.json": '{ "allowProxy": true }\n',
  });
  await Deno.chmod(`${scratch.path}/runtime`, 0o755);
  const proxies = { HTTPS_PROXY: "http://p", no_proxy: "x" };
  const seen = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const env = { ...proxies, DENO: `${scratch.path}/runtime`, ...more };
    return (await launch(args, { cwd: scratch.path, env })).stdout;
  };
  assertEquals(await seen(["model"]), "");
  const all = "HTTPS_PROXY=http://p\nno_proxy=x\n";
  assertEquals(await seen(["model", "--allow-proxy"]), all);
  assertEquals(await seen(["--allow-proxy", "say hello"]), all);
  assertEquals(await seen(["model"], { XDG_CONFIG_HOME: scratch.path }), all);
});

Deno.test("launcher: variables that act on the runtime do not get through", async () => {
  await using scratch = await makeScratch({
    "runtime": "#!/bin/sh\nenv | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= | sort\n",
  });
  await Deno.chmod(`${scratch.path}/runtime`, 0o755);
  const hostile = {
    HTTP_PROXY: "http://p",
    OTEL_DENO: "true",
    SSLKEYLOGFILE: "k",
    DENO_CERT: "c",
    LD_PRELOAD_X: "l",
  };
  const env = { ...hostile, DENO: `${scratch.path}/runtime`, ZEROSTACK_API_KEY: "kept" };
  const outcome = await launch(["patch"], { cwd: scratch.path, env });
  const names = outcome.stdout.trimEnd().split("\n").map((line) => line.split("=")[0]);
  const allowed = [
    "DENO_DIR",
    "DENO_NO_UPDATE_CHECK",
    "DENO_TLS_CA_STORE",
    "HOME",
    "NO_COLOR",
    "PATH",
    "ZEROSTACK_API_KEY",
    "ZEROSTACK_PART",
  ];
  assertEquals(names.filter((name) => name !== "TMPDIR"), allowed);
});

Deno.test("launcher: wrong calls get one line and their status", async () => {
  const wrong: readonly [readonly string[], number, string][] = [
    [["-C", "/no/such/folder", "patch"], 66, 'E_MISSING: Cannot work in "/no/such/folder"'],
    [["model", "--endpoint", "ftp://x"], 2, 'E_USAGE: Cannot take endpoint "ftp://x"'],
    [["patch", "-o", "a,b"], 77, "the runtime takes a comma as the end of a path"],
  ];
  for (const [args, status, message] of wrong) {
    const outcome = await launch(args);
    assertEquals([outcome.status, outcome.stdout], [status, ""], printOutcome(args, outcome));
    assertStringIncludes(outcome.stderr, message);
    assertEquals(outcome.stderr.split("\n").length, 2);
  }
});

Deno.test("launcher: -o writes a file outside the repository", async () => {
  await using repository = await makeRepository({ "a.txt": "a\n" });
  await using elsewhere = await makeScratch();
  const outcome = await launch(["tokens", "-o", `${elsewhere.path}/out`], {
    cwd: repository.path,
    stdin: "hello\n",
  });
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  assertEquals(Array.from(Deno.readDirSync(elsewhere.path), (entry) => entry.name), ["out"]);
});

Deno.test("launcher: the endpoint and the key file of the user's configuration are granted", async () => {
  await using home = await makeScratch({
    "zerostack/config.json":
      '{\n  "endpoint": "http://127.0.0.1:9/v1",\n  "keyFile": "/run/key",\n  "caFile": "/run/ca.pem"\n}\n',
  });
  const env = { XDG_CONFIG_HOME: home.path };
  const granted = await permissionsOf(["model"], { env });
  for (const flag of ["net=127.0.0.1:9", "read=/run/key", "read=/run/ca.pem"]) {
    assert(granted.includes(`--allow-${flag}`), granted.join(" "));
  }
  assertEquals((await permissionsOf(["patch"], { env })).includes("--allow-read=/run/key"), false);
});

Deno.test("launcher: run may start processes with --check only", async () => {
  await using repository = await makeRepository({ "a.txt": "a\n" });
  const canRun = async (...args: string[]) =>
    (await permissionsOf(args, { cwd: repository.path })).includes("--allow-run");
  assertEquals(await canRun("run", "say hello"), false);
  assertEquals(await canRun("run", "say hello", "--check", "make test"), true);
  assertEquals(await canRun("--check=make test", "say hello to them"), true);
  assertEquals(await canRun("ask", "say hello", "--check", "make test"), false);
});

Deno.test("launcher: a closed stdout is a failed write", async () => {
  const outcome = await runProcess(["sh", "-c", `'${LAUNCHER}' --version >&-`], {
    env: { DENO: Deno.execPath() },
  });
  assertEquals([outcome.status, outcome.stdout], [74, ""]);
  assertEquals(outcome.stderr, 'zerostack: E_IO: Cannot write "stdout": it is closed\n');
});

Deno.test("launcher: -o takes stdout by its name, and says why it takes no device", async () => {
  await using scratch = await makeScratch({ "a.txt": "a\n" });
  const args = ["tokens", "a.txt", "-o"];
  const named = await launch([...args, "/dev/stdout"], { cwd: scratch.path });
  assertEquals(named.status, 0, printOutcome(args, named));
  assertStringIncludes(named.stdout, "a.txt");
  const device = await launch([...args, "/dev/full"], { cwd: scratch.path });
  assertEquals(
    [device.status, device.stderr],
    [74, 'zerostack tokens: E_IO: Cannot write "/dev/full": this program may not touch it\n'],
  );
});

Deno.test("launcher: fix is granted the host of a model only with --model", async () => {
  await using repository = await makeRepository({ "a.txt": "a\n" });
  const nets = async (args: readonly string[]) =>
    (await permissionsOf(args, { cwd: repository.path }))
      .filter((flag) => flag.startsWith("--allow-net"));
  const host = ["--allow-net=127.0.0.1:8080"];
  assertEquals(await nets(["fix", "--endpoint", "http://127.0.0.1:8080/v1"]), []);
  assertEquals(await nets(["fix", "--endpoint=http://127.0.0.1:8080/v1", "--model"]), host);
  assertEquals(await nets(["fix", "--model", "--endpoint", "http://127.0.0.1:8080/v1"]), host);
  assertEquals(await nets(["fix", "--model=m", "--endpoint", "http://127.0.0.1:8080/v1"]), host);
});

Deno.test("launcher: says which runtime it would need, and where it looks for one", async () => {
  await using bare = await makeScratch();
  for (const name of ["sh", "sed", "env", "dirname", "readlink", "cat", "pwd", "head"]) {
    const { stdout } = await runProcess(["sh", "-c", `command -v ${name}`]);
    if (stdout.startsWith("/")) await Deno.symlink(stdout.trim(), `${bare.path}/${name}`);
  }
  const start = (env: Readonly<Record<string, string>>) =>
    runProcess([LAUNCHER, "--version"], { env: { PATH: bare.path, ...env } });
  const none = await start({});
  assertEquals([none.status, none.stdout], [66, ""]);
  assertStringIncludes(
    none.stderr,
    "E_MISSING: Cannot start: there is no Deno; put deno 2.9 into PATH",
  );
  const wrong = await start({ DENO: "/nonexistent/deno" });
  assertEquals([wrong.status, wrong.stderr], [
    66,
    'zerostack: E_MISSING: Cannot start "/nonexistent/deno", which DENO names: there is no such program\n',
  ]);
});

Deno.test("launcher: npx asks no registry for a runtime that it has", async () => {
  await using scratch = await makeScratch();
  const npx = '#!/bin/sh\nprintf "%s\\n" "$*"\n';
  await Deno.writeTextFile(`${scratch.path}/npx`, npx, { mode: 0o755 });
  const path = (Deno.env.get("PATH") ?? "").split(":")
    .filter((folder) => !isFile(`${folder}/deno`)).join(":");
  const env = { PATH: `${scratch.path}:${path}` };
  const { stdout } = await runProcess([LAUNCHER, "--version"], { env });
  assertEquals(stdout.split(" run ")[0], "--prefer-offline -y deno@2.9.6");
});

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // it is not there
  }
}
