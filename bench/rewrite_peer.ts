/**
 * Holds rewrites to those of ast-grep: the same files, the same bytes.
 *
 *     deno run -A bench/rewrite_peer.ts AST_GREP LANGUAGE=FOLDER...
 *
 * Every rule of a language is tried in each of its folders, which must be clones: both programs
 * write into a scratch clone, and git tells what they changed.
 *
 * @module
 */

import { resolve } from "@std/path/posix/resolve";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import { Failure } from "../lib/errors.ts";
import { type GrammarName, isGrammarName } from "../lib/languages.ts";
import { rewriteFiles } from "../lib/rewrite/mod.ts";
import { keepResult } from "./measure.ts";
import { PEER_RULES, type PeerRule } from "./rewrite_rules.ts";

const [peer, ...folders] = Deno.args;
if (folders.length === 0) {
  console.log("skipped: name the ast-grep program, and languages with their folders");
  Deno.exit(0);
}
const loadGrammar = createGrammarLoader();

async function run(command: readonly string[], cwd: string, stdin?: string): Promise<string> {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin)).then(() => writer.close(), () => {});
  }
  return new TextDecoder().decode((await child.output()).stdout);
}

/** What is changed in a clone, by path, and makes the clone clean again. */
async function takeChanges(root: string): Promise<ReadonlyMap<string, string>> {
  const diff = await run(["git", "diff", "--no-color", "-U0"], root);
  await run(["git", "checkout", "-q", "."], root);
  const files = diff.split(/^diff --git /m).slice(1);
  return new Map(files.map((text) => [text.slice(0, text.indexOf("\n")), text]));
}

interface Comparison {
  readonly rule: string;
  readonly files: number;
  readonly differing: readonly string[];
  readonly refused?: string;
}

async function compare(
  root: string,
  language: GrammarName,
  [pattern, replacement]: PeerRule,
): Promise<Comparison> {
  const rule = `${language}: ${pattern} -> ${replacement}`;
  await run(
    [resolve(peer), "run", "-l", language, "-p", pattern, "-r", replacement, "-U", "."],
    root,
  );
  const theirs = await takeChanges(root);
  try {
    const { patch } = await rewriteFiles({ language, pattern, replacement }, {
      listFiles: createListFiles(root),
      readFile: createReadFile(root),
      visitFiles: createVisitFiles(root),
      loadGrammar,
    });
    if (patch.diff !== "") await run(["git", "apply", "--unidiff-zero", "-"], root, patch.diff);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { rule, files: theirs.size, differing: [], refused: error.message };
  }
  const ours = await takeChanges(root);
  const paths = new Set([...theirs.keys(), ...ours.keys()]);
  const differing = [...paths].filter((path) => theirs.get(path) !== ours.get(path));
  if (Deno.env.get("SHOW") !== undefined) {
    for (const path of differing.slice(0, Number(Deno.env.get("SHOW")))) {
      const left = new Set(theirs.get(path)?.split("\n"));
      const right = new Set(ours.get(path)?.split("\n"));
      console.log(rule, "\n", path);
      console.log(
        [...left].filter((x) => !right.has(x) && !x.startsWith("@@")).slice(0, 4).map((x) =>
          "  theirs " + x
        ).join("\n"),
      );
      console.log(
        [...right].filter((x) => !left.has(x) && !x.startsWith("@@")).slice(0, 4).map((x) =>
          "  ours   " + x
        ).join("\n"),
      );
    }
  }
  return { rule, files: paths.size, differing };
}

const comparisons: Comparison[] = [];
for (const argument of folders) {
  const [language, folder] = argument.split("=");
  if (!isGrammarName(language)) throw new TypeError(`Cannot compare in "${language}"`);
  const root = await Deno.makeTempDir();
  await run(["git", "clone", "-q", resolve(folder), root], ".");
  for (const rule of PEER_RULES[language] ?? []) {
    const found = await compare(root, language, rule);
    comparisons.push(found);
    console.log(
      found.files,
      "files,",
      found.differing.length,
      "differ",
      found.refused ?? "",
      found.rule,
    );
  }
  await Deno.remove(root, { recursive: true });
}
await keepResult("rewrite_peer", { comparisons });
