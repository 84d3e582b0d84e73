/**
 * Every attack of `cage_escapes.ts`, outside of the cage as the control and inside of it, by root and
 * by an ordinary user. All attacks of one user run in one cage.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { type CageOptions, toCageCall } from "../lib/host/cage_call.ts";
import { LACKS_CAGE } from "./cage_support.ts";
import { type Escape, ESCAPES } from "./cage_escapes.ts";
import { makeRepository, makeScratch, readTree, runProcess } from "./harness.ts";

type User = "root" | "user";

/** Somebody without rights: the user that runs the tests, or nobody when that is root. */
const NOBODY = 65534;
const IS_ROOT = Deno.uid() === 0;
const USERS: readonly User[] = IS_ROOT ? ["root", "user"] : ["user"];
const NEEDED = ["perl", "setpriv", "script", "unshare", "bash", "git"];
const CHANGE = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-before\n+after\n";

/** What came of each attack. */
interface Result {
  /** The names of those that succeeded. */
  readonly escaped: ReadonlySet<string>;
  /** What all of them wrote, for the message of a failure. */
  readonly log: string;
}

for (const user of USERS) {
  const runs = new Map<boolean, Promise<Result>>();
  const runOnce = (isCaged: boolean) => {
    const run = runs.get(isCaged) ?? runAll(user, isCaged);
    runs.set(isCaged, run);
    return run;
  };
  for (const escape of ESCAPES.filter(({ who }) => who === "anybody" || who === user)) {
    Deno.test({
      name: `cage: ${user} cannot escape by ${escape.name}, but can without a cage`,
      ignore: LACKS_CAGE || !hasPrograms(),
      fn: async () => {
        const control = await runOnce(false);
        assert(control.escaped.has(escape.name), `the control failed\n${control.log}`);
        const caged = await runOnce(true);
        assert(!caged.escaped.has(escape.name), `it escaped\n${caged.log}`);
      },
    });
  }
}

function hasPrograms(): boolean {
  const script = NEEDED.map((name) => `command -v ${name}`).join(" && ");
  return new Deno.Command("sh", { args: ["-c", script], stdout: "null" }).outputSync().success;
}

/** Runs all attacks of a user, in a world of their own. */
async function runAll(user: User, isCaged: boolean): Promise<Result> {
  await using world = await makeWorld(user);
  const { repository, out, home, name } = world;
  const options: CageOptions = {
    root: repository,
    home,
    env: world.env,
    limits: { processes: 150, memoryBytes: 128 << 20, diskBytes: 48 << 20, cpuSeconds: 1 },
  };
  const call = isCaged
    ? toCageCall(options, ["sh", "attacks/all"], CHANGE.length)
    : { command: ["sh", "attacks/all"], env: { ...world.env, PATH: Deno.env.get("PATH")! } };
  const before = await readTree(repository);
  await runInTerminal({
    command: call.command,
    env: { ...call.env, SECRET_KEY: "s3cret" },
    cwd: repository,
    secret: `${out}/secret`,
    stdin: `${repository}/change.diff`,
    result: `${world.private}/result`,
    user,
  });
  const log = await readIfThere(`${world.private}/result`) ?? "";
  const said = Array.from(log.matchAll(/^== (\S+): ESCAPED$/gm), ([, name]) => name);
  const left: string[] = [];
  for (const escape of ESCAPES) if (await hasTrace(escape, world)) left.push(escape.name);
  endProcesses(name);
  if (isCaged) assertEquals(await readTree(repository), before, "the repository has changed");
  assert(log.includes("== end"), `the attacks did not end\n${log}`);
  return { escaped: new Set([...said, ...left]), log };
}

async function hasTrace({ name, trace }: Escape, world: World): Promise<boolean> {
  if (trace === undefined) return false;
  if (trace === "process") return findProcesses(`${world.name}-${name}`).length > 0;
  const path = trace.replace("REPO", world.repository).replace("OUT", world.out)
    .replace("HOME", world.home);
  const text = await readIfThere(path);
  return text !== undefined && text !== "short\n";
}

async function readIfThere(path: string): Promise<string | undefined> {
  return await Deno.readTextFile(path).catch(() => undefined);
}

interface World extends AsyncDisposable {
  readonly repository: string;
  readonly out: string;
  readonly home: string;
  readonly private: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

let worlds = 0;

async function makeWorld(user: User): Promise<World> {
  const name = `zerostack-escape-${Deno.pid}-${++worlds}`;
  const out = await makeScratch({ secret: "s3cret\n", grows: "short\n" });
  const home = await makeScratch({ ".ssh/key": "s3cret\n" });
  const hidden = await makeScratch();
  const repository = await makeRepository({
    "a.txt": "before\n",
    ".gitattributes": "*.txt filter=hostile\n",
    "change.diff": CHANGE,
    "attacks/all": ALL,
    ...Object.fromEntries(ESCAPES.map(({ name, script }) => [`attacks/${name}.sh`, script])),
  });
  await repository.git("config", "filter.hostile.clean", `touch ${out.path}/filtered; cat`);
  await Deno.symlink(out.path, `${repository.path}/out`);
  await Deno.link(`${out.path}/grows`, `${repository.path}/hard-link`);
  const shared = [`/dev/shm/${name}`, `/var/tmp/${name}`];
  for (const path of shared) await Deno.writeTextFile(path, "s3cret\n");
  if (IS_ROOT && user === "user") {
    const paths = [out.path, home.path, repository.path, ...shared];
    await runProcess(["chown", "-R", String(NOBODY), ...paths]);
    await Deno.copyFile("/usr/bin/id", `${repository.path}/set-user-id`);
    await Deno.chmod(`${repository.path}/set-user-id`, 0o4755);
  }
  const victim = await startVictim({ out: out.path, name, user });
  return {
    repository: repository.path,
    out: out.path,
    home: home.path,
    private: hidden.path,
    name,
    env: {
      OUT: out.path,
      HOME_FOLDER: home.path,
      REPO: repository.path,
      NAME: name,
      ...victim.env,
    },
    [Symbol.asyncDispose]: async () => {
      await victim.end();
      for (const path of shared) await Deno.remove(path);
      for (const scratch of [out, home, hidden, repository]) await scratch[Symbol.asyncDispose]();
    },
  };
}

/** Runs the attacks one by one; only the one that wants it gets stdin. */
const ALL = `attack() {
  said=$(timeout 30 sh "attacks/$1.sh" 2>&1)
  case $said in *ESCAPED*) echo "== $1: ESCAPED" ;; *) echo "== $1: held: $said" ;; esac
}
attack stdin
for file in attacks/*.sh; do
  name=\${file#attacks/}
  case $name in stdin.sh) ;; *) attack "\${name%.sh}" </dev/null ;; esac
done
echo "== end"
`;

const VICTIM = `
  use IO::Socket::UNIX; use IO::Socket::INET;
  chdir $ENV{OUT}; open(my $held, "<", "secret");
  my @sockets = (
    IO::Socket::UNIX->new(Local => "\\0$ENV{NAME}", Listen => 9),
    IO::Socket::UNIX->new(Local => "$ENV{OUT}/socket", Listen => 9),
    IO::Socket::UNIX->new(Local => "/run/$ENV{NAME}", Listen => 9));
  my $tcp = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 9);
  my $memory = shmget($$, 16, 01600);
  $SIG{TERM} = sub { shmctl($memory, 0, 0); unlink "/run/$ENV{NAME}"; exit };
  $| = 1; print $tcp->sockport, "\\n"; sleep 300`;

async function startVictim(options: {
  readonly out: string;
  readonly name: string;
  readonly user: User;
}): Promise<
  { readonly env: Readonly<Record<string, string>>; readonly end: () => Promise<void> }
> {
  const [program, ...args] = asUser(options.user, ["perl", "-e", VICTIM, `${options.name}-victim`]);
  const child = new Deno.Command(program, {
    args,
    env: { OUT: options.out, NAME: options.name, KEY: "s3cret" },
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    env: { VICTIM: String(child.pid), PORT: new TextDecoder().decode(value).trim() },
    end: async () => {
      child.kill("SIGTERM");
      await reader.cancel();
      await child.status;
    },
  };
}

function asUser(user: User, command: readonly string[]): string[] {
  if (!IS_ROOT || user === "root") return [...command];
  return ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--", ...command];
}

/** With a terminal, two open descriptors and a key in the environment, as a careless shell has them. */
async function runInTerminal(run: {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly secret: string;
  readonly stdin: string;
  readonly result: string;
  readonly user: User;
}): Promise<void> {
  const words = asUser(run.user, run.command).map(quote).join(" ");
  const script = `exec 9<${quote(run.secret)} 12<${quote(run.secret)}
    cd ${quote(run.cwd)}; ${words} <${quote(run.stdin)} >${quote(run.result)} 2>&1`;
  await runProcess(["script", "-qec", `bash -c ${quote(script)}`, "/dev/null"], {
    env: run.env,
    stdin: "",
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The processes whose title begins with a name. */
function findProcesses(name: string): number[] {
  return Array.from(Deno.readDirSync("/proc")).flatMap((entry) => {
    if (!/^\d+$/.test(entry.name)) return [];
    try {
      const title = Deno.readTextFileSync(`/proc/${entry.name}/cmdline`);
      return title.startsWith(name) ? [Number(entry.name)] : [];
    } catch {
      return []; // it has ended in the meantime
    }
  });
}

function endProcesses(name: string): void {
  for (const pid of findProcesses(name)) Deno.kill(pid, "SIGKILL");
}
