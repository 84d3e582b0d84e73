/**
 * Starts the real program in a real process, on a real repository in a scratch folder.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { type CommandRow, type Needs } from "../cli/command.ts";
import { findCommand } from "../cli/commands.ts";

/** The root of the project. */
export const PROJECT_PATH = decodeURIComponent(new URL("..", import.meta.url).pathname).replace(
  /\/$/,
  "",
);

/** What a process left. */
export interface Outcome {
  /** The exit status; 128 and the number of the signal when a signal ended it. */
  readonly status: number;
  /** All of stdout. */
  readonly stdout: string;
  /** All of stderr. */
  readonly stderr: string;
  /** Stdout, byte for byte. */
  readonly bytes: Uint8Array;
}

/** How to start a process. */
export interface StartOptions {
  /** The folder to start in. Default: the project. */
  readonly cwd?: string;
  /** What goes to stdin. Default: nothing, at its end at once. */
  readonly stdin?: string | Uint8Array;
  /** The whole environment besides PATH, HOME and Deno's own folder. Default: nothing more. */
  readonly env?: Readonly<Record<string, string>>;
  /** The permission flags of the runtime. Default: those of the command's row. */
  readonly permissions?: readonly string[];
}

/** What only Deno needs to find its cache, and a home that holds nothing. */
function baseEnv(): Record<string, string> {
  const kept = ["PATH", "DENO_DIR", "TMPDIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const home = Deno.env.get("HOME") ?? "/nonexistent";
  return {
    DENO_DIR: `${home}/.cache/deno`,
    ...Object.fromEntries(kept),
    HOME: "/nonexistent",
    NO_COLOR: "1",
  };
}

/**
 * The permission flags that the row of a command stands for.
 *
 * @param needs What the row says.
 * @param root The repository.
 * @param host The host and port of the model.
 */
export function permissionFlags(needs: Needs, root: string, host = "127.0.0.1"): string[] {
  const read = needs.read === "none" ? [] : [`--allow-read=${root}`];
  return [
    ...read,
    ...(needs.programs ? programFolders().map((folder) => `--allow-read=${folder}`) : []),
    ...(needs.net ? [`--allow-net=${host}`] : []),
    ...(needs.run ? ["--allow-run"] : []),
    ...(needs.temp ? [`--allow-read=${TEMP_PATH}`, `--allow-write=${TEMP_PATH}`] : []),
    "--allow-env",
  ];
}

/** The folder for temporary files. */
const TEMP_PATH = Deno.env.get("TMPDIR") ?? "/tmp";

/** The folders in which a shell looks for programs, once each. */
export function programFolders(): string[] {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return [...new Set(folders.filter((folder) => folder.startsWith("/")))];
}

/** What holds packages to the lock file. */
export const LOCKED = [`--lock=${PROJECT_PATH}/deno.lock`, "--frozen"];

/** The program's own code, which it loads piece by piece as it needs it. */
export const CODE_PATHS = ["cli", "lib", "std", "tokenizer"].map((folder) =>
  `${PROJECT_PATH}/${folder}`
)
  .join(",");

/** The command that starts the program, without its arguments. */
export function programCommand(permissions: readonly string[]): string[] {
  return [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--v8-flags=--max-semi-space-size=4,--no-lazy", // as the launcher does: the cache of compiled code holds for one of the two
    `--config=${PROJECT_PATH}/deno.json`,
    ...LOCKED,
    ...(permissions.includes("-A") ? [] : [`--allow-read=${CODE_PATHS}`]),
    ...permissions,
    `${PROJECT_PATH}/cli/main.ts`,
  ];
}

/** Runs the program with the permissions of its command's row, and waits for its end. */
export async function runZerostack(
  args: readonly string[],
  options: StartOptions = {},
): Promise<Outcome> {
  const cwd = options.cwd ?? PROJECT_PATH;
  const row: CommandRow | undefined = args.map(findCommand).find((found) => found !== undefined) ??
    findCommand("run");
  const permissions = options.permissions ??
    (row === undefined ? [] : permissionFlags(row.needs, cwd));
  return await runProcess([...programCommand(permissions), ...args], { ...options, cwd });
}

/** Runs any command, and waits for its end. */
export async function runProcess(
  command: readonly string[],
  options: StartOptions = {},
): Promise<Outcome> {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: options.cwd,
    clearEnv: true,
    env: { ...baseEnv(), ...options.env },
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const fed = options.stdin === undefined ? undefined : feed(child.stdin, options.stdin);
  const { code, signal, stdout, stderr } = await child.output();
  await fed;
  const decoder = new TextDecoder();
  return {
    status: signal === null ? code : 128 + SIGNAL_NUMBERS[signal],
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    bytes: stdout,
  };
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGPIPE: 13,
  SIGTERM: 15,
};

async function feed(stdin: WritableStream<Uint8Array>, data: string | Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(typeof data === "string" ? new TextEncoder().encode(data) : data);
    await writer.close();
  } catch { /* the program may end before it has read everything */ }
}

/** Text that says all about a run, for the message of a failed assertion. */
export function printOutcome(command: readonly string[], outcome: Outcome): string {
  return [
    `command: ${command.join(" ")}`,
    `status: ${outcome.status}`,
    `stdout:\n${outcome.stdout}`,
    `stderr:\n${outcome.stderr}`,
  ].join("\n");
}

/** A folder that goes away at the end of its block. */
export interface Scratch extends AsyncDisposable {
  /** Its path. */
  readonly path: string;
  /** Writes files into it, by path. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** Runs git in it; throws when git fails. */
  git(...args: readonly string[]): Promise<string>;
}

/** Makes a folder with some files. */
export async function makeScratch(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Scratch> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "zerostack-test-" }));
  const scratch: Scratch = {
    path,
    write: async (more) => {
      for (const [name, content] of Object.entries(more)) {
        await Deno.mkdir(dirname(`${path}/${name}`), { recursive: true });
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(`${path}/${name}`, bytes);
      }
    },
    git: async (...args) => {
      const command = ["git", ...GIT_SETTINGS, ...args];
      const outcome = await runProcess(command, { cwd: path });
      if (outcome.status !== 0) throw new Error(printOutcome(command, outcome));
      return outcome.stdout;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
  await scratch.write(files);
  return scratch;
}

const GIT_SETTINGS = [
  ..."-c init.defaultBranch=main -c user.name=Test -c user.email=test@example.invalid".split(" "),
  ..."-c core.autocrlf=false -c commit.gpgsign=false -c core.hooksPath=/dev/null".split(" "),
];

/** Makes a repository with one commit of some files. */
export async function makeRepository(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Scratch> {
  const scratch = await makeScratch(files);
  await scratch.git("init", "-q");
  await scratch.git("add", "-A");
  await scratch.git("commit", "-q", "--allow-empty", "-m", "first");
  return scratch;
}

/** Gives a diff to the real `git apply`; the outcome says whether it took it. */
export async function gitApply(
  repository: Scratch,
  diff: Uint8Array | string,
  ...args: string[]
): Promise<Outcome> {
  return await runProcess(["git", "apply", ...args], { cwd: repository.path, stdin: diff });
}

/** All the files of a folder outside `.git`, by path, to compare a tree before and after. */
export async function readTree(path: string, prefix = ""): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for await (const entry of Deno.readDir(path)) {
    if (entry.name === ".git") continue;
    const name = prefix + entry.name;
    if (entry.isDirectory) Object.assign(tree, await readTree(`${path}/${entry.name}`, `${name}/`));
    else if (entry.isFile) tree[name] = (await Deno.readFile(`${path}/${entry.name}`)).toBase64();
    else tree[name] = "special";
  }
  return tree;
}
