/**
 * The completions in the real shells.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { COMMANDS, GLOBAL_FLAGS } from "../cli/commands.ts";
import { hasProgram } from "./distribution.ts";
import { makeScratch, runProcess, runZerostack } from "./harness.ts";

async function completions(shell: string): Promise<string> {
  return (await runZerostack(["completions", shell])).stdout;
}

/** What each shell suggests for the last word, by the shell's own means. */
type Suggest = (scriptPath: string, words: readonly string[]) => Promise<string[]>;

async function suggestInBash(path: string, words: readonly string[]): Promise<string[]> {
  const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _zerostack; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return await readLines(["bash", "-c", script, "bash", path, ...words]);
}

async function suggestInFish(path: string, words: readonly string[]): Promise<string[]> {
  const script = `source $argv[1]; complete "-C$argv[2]"`;
  const lines = await readLines(["fish", "--no-config", "-c", script, path, words.join(" ")]);
  return lines.map((line) => line.split("\t", 1)[0]);
}

async function readLines(command: readonly string[]): Promise<string[]> {
  await using home = await makeScratch();
  const outcome = await runProcess(command, { env: { HOME: home.path }, cwd: home.path });
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  return outcome.stdout.trim().split("\n");
}

async function testShell(shell: string, suggest: Suggest): Promise<void> {
  await using scratch = await makeScratch({ script: await completions(shell) });
  const path = `${scratch.path}/script`;
  const names = COMMANDS.map((row) => row.name);
  const first = await suggest(path, ["zerostack", ""]);
  assertEquals(names.filter((name) => !first.includes(name)), []);
  assertEquals(await suggest(path, ["zerostack", "hel"]), ["help"]);
  assertEquals(await suggest(path, ["zerostack", "-q", "completions", "z"]), ["zsh"]);
  assertEquals(await suggest(path, ["zerostack", "help", "stat"]), ["statuses"]);
  for (const row of COMMANDS) {
    const found = await suggest(path, ["zerostack", row.name, "--"]);
    const wanted = [...row.flags, ...GLOBAL_FLAGS].map((flag) => `--${flag.name}`);
    assertEquals(found.sort(), [...new Set(wanted)].sort());
  }
}

Deno.test("completions: bash suggests every command and option", () =>
  testShell("bash", suggestInBash));

Deno.test({
  name: "completions: fish suggests every command and option",
  ignore: !hasProgram("fish", "--version"),
  fn: () => testShell("fish", suggestInFish),
});

Deno.test({
  name: "completions: zsh reads its script and finds every command in it",
  ignore: !hasProgram("zsh", "--version"),
  fn: async () => {
    await using scratch = await makeScratch({ _zerostack: await completions("zsh") });
    const script = `fpath=("$1" $fpath); autoload -Uz compinit && compinit -D -u &&
      [[ $_comps[zerostack] == _zerostack ]] && autoload +X _zerostack && functions _zerostack`;
    const lines = await readLines(["zsh", "-f", "-c", script, "zsh", scratch.path]);
    for (const row of COMMANDS) assert(lines.some((line) => line.includes(`'${row.name}:`)));
  },
});
