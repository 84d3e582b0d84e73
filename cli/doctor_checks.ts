/**
 * What `doctor` looks at. Nothing is started and nothing is sent: the checks read.
 *
 * @module
 */

import { proxyVariables } from "../lib/consent.ts";
import { DEFAULT_ENDPOINT, type Endpoint, parseEndpoint } from "../lib/endpoint.ts";
import { toFailure } from "../lib/errors.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { findRoot, mayRead, openRepository, readCommit } from "../lib/host/repository.ts";
import type { Io } from "./io.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  /** `ok`; `note` where something is absent that not everybody needs; `missing` for the rest. */
  readonly state: "ok" | "note" | "missing";
  /** What was found, and what to do about it. */
  readonly detail: string;
}

/** The oldest runtime that the tests run with, as major and minor number. */
const OLDEST_RUNTIME = [2, 9] as const;

/** Programs that work with ours, and whether everybody needs them. */
const PROGRAMS = [
  { name: "git", state: "missing", use: "it applies the patches" },
  { name: "unshare", state: "note", use: "check builds its cage with it" },
  { name: "setpriv", state: "note", use: "check ends its cage with it" },
] as const;

/** Variables that act on the runtime itself, past its permissions. */
const RUNTIME_VARIABLES = ["OTEL_DENO", "SSLKEYLOGFILE", "NODE_EXTRA_CA_CERTS", "DENO_CERT"];

/** Looks at everything, in an order that does not change. */
export async function examine(io: Io): Promise<Finding[]> {
  return [
    checkRuntime(Deno.version.deno),
    await checkGrammars(),
    checkRepository(io.directory),
    ...PROGRAMS.map((program) => checkProgram(program, io)),
    ...checkModel(io),
    checkVariables(io),
  ];
}

/** Whether the runtime is one that the tests run with. */
export function checkRuntime(version: string): Finding {
  const [major, minor] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_RUNTIME;
  const isKnown = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  const wanted = isKnown ? "" : `: at least ${OLDEST_RUNTIME.join(".")} is needed`;
  const { os, arch } = Deno.build;
  return {
    name: "runtime",
    state: isKnown ? "ok" : "missing",
    detail: `Deno ${version} on ${os} ${arch}${wanted}`,
  };
}

async function checkGrammars(): Promise<Finding> {
  try {
    const grammar = await createGrammarLoader()("javascript");
    const tree = grammar.parse("f(1);");
    const isRead = !tree.rootNode.hasError;
    tree.delete();
    if (isRead) return { name: "grammars", state: "ok", detail: "syntax trees can be made" };
    return { name: "grammars", state: "missing", detail: "a grammar misreads its language" };
  } catch (error) {
    return { name: "grammars", state: "missing", detail: toFailure(error).message };
  }
}

function checkRepository(directory: string): Finding {
  const name = "repository";
  try {
    const root = findRoot(directory);
    const repository = openRepository(root);
    if (repository.gitFolder === undefined) {
      return { name, state: "note", detail: `"${root}" is a folder without a git repository` };
    }
    const commit = readCommit(repository)?.slice(0, 12);
    const where = commit === undefined ? "without a commit" : `at ${commit}`;
    return { name, state: "ok", detail: `"${root}" ${where}` };
  } catch (error) {
    return { name, state: "missing", detail: toFailure(error).message };
  }
}

/** Finds a program in the folders of PATH, as far as they may be read. */
function checkProgram(program: (typeof PROGRAMS)[number], io: Io): Finding {
  const { name, use } = program;
  const folders = (io.env("PATH") ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const readable = folders.filter(mayRead);
  const folder = readable.find((folder) => isFile(`${folder}/${name}`));
  if (folder !== undefined) return { name, state: "ok", detail: `${folder}/${name}: ${use}` };
  if (readable.length < folders.length) {
    return { name, state: "note", detail: `not known, as PATH may not be read: ${use}` };
  }
  return { name, state: program.state, detail: `not in PATH: ${use}` };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // absent, or not to be read: either way it cannot be started
  }
}

function checkModel(io: Io): Finding[] {
  const text = io.env("ZEROSTACK_ENDPOINT") ?? DEFAULT_ENDPOINT;
  let endpoint: Endpoint;
  try {
    endpoint = parseEndpoint(text, "E_CONFIG");
  } catch (error) {
    return [{ name: "model", state: "missing", detail: toFailure(error).message }];
  }
  const where = endpoint.isLocal
    ? `${endpoint.text} on this machine`
    : `${endpoint.text} on another machine, which --allow-host must name`;
  const proxies = endpoint.isLocal
    ? []
    : proxyVariables(endpoint).filter((name) => io.env(name) !== undefined);
  return [
    { name: "model", state: endpoint.isLocal ? "ok" : "note", detail: where },
    ...proxies.map((name) => ({
      name: "proxy",
      state: "note" as const,
      detail: `${name} is set, and no request goes through it without --allow-proxy`,
    })),
  ];
}

function checkVariables(io: Io): Finding {
  const set = RUNTIME_VARIABLES.filter((name) => io.env(name) !== undefined);
  return set.length === 0
    ? { name: "environment", state: "ok", detail: "no variable acts on the runtime" }
    : {
      name: "environment",
      state: "note",
      detail: `${
        set.join(", ")
      } acts on the runtime past its permissions; scripts/zerostack drops it`,
    };
}
