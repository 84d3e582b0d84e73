/**
 * How long the program takes to start, against the bare runtime with an empty script: `--version`,
 * and `run` in a repository of three files up to its first request and up to the request for the
 * answer; peak memory of a whole `run`.
 *
 *     deno run -A bench/startup.ts [ROUNDS]
 *
 * @module
 */

import { makeRepository, programCommand } from "../tests/harness.ts";
import { type Answer, reply, say, serveModel } from "../tests/model_server.ts";
import { type Contender, keepResult, type Run, runOnce, toRatios, toSpread } from "./measure.ts";

const ROUNDS = Number(Deno.args[0] ?? 21);
const ANSWER =
  "a.ts\n<<<<<<< SEARCH\nexport const a = 1;\n=======\nexport const a = 2;\n>>>>>>> REPLACE\n";

/** Answers, and notes when the request came. */
function noting(answer: Answer, times: number[]): Answer {
  return async (exchange) => {
    times.push(performance.now());
    await answer(exchange);
  };
}

await using repository = await makeRepository({
  "a.ts": "export const a = 1;\n",
  "b.ts": 'import { a } from "./a.ts";\nconsole.log(a);\n',
  "README.md": "# Example\n",
  "empty.js": "",
});
const times: number[] = [];
const firstTimes: number[] = [];
await using server = await serveModel({
  answers: [noting(say(ANSWER), times)],
  paths: { "/v1/models": noting(reply(200, JSON.stringify({ data: [{ id: "m" }] })), firstTimes) },
});
const program = programCommand([
  `--allow-read=${repository.path}`,
  "--allow-env",
  "--allow-net",
]);
const bare: Contender = {
  name: "bare",
  command: [Deno.execPath(), "run", "-q", "empty.js"],
  cwd: repository.path,
};
const version: Contender = { name: "version", command: [...program, "--version"] };
const whole: Contender = {
  name: "run",
  command: [...program, "run", "set a to 2", "--endpoint", server.endpoint],
  cwd: repository.path,
};

const runs: Record<"bare" | "version" | "run", Run[]> = { bare: [], version: [], run: [] };
const toFirstMs: number[] = [];
const toRequestMs: number[] = [];
for (const contender of [bare, version, whole]) await runOnce(contender);
for (let round = 0; round < ROUNDS; round++) {
  runs.bare.push(await runOnce(bare));
  runs.version.push(await runOnce(version));
  const startMs = performance.now();
  times.length = 0;
  firstTimes.length = 0;
  const run = await runOnce(whole);
  if (run.status !== 0) throw new Error(`run ended with ${run.status}`);
  runs.run.push(run);
  toFirstMs.push(firstTimes[0] - startMs);
  toRequestMs.push(times[0] - startMs);
}

const result = {
  command: `deno run -A bench/startup.ts ${ROUNDS}`,
  bareMs: toSpread(runs.bare.map((run) => run.wallMs)),
  versionToBare: toRatios(runs.version, runs.bare),
  firstRequestAboveBareMs: toSpread(
    toFirstMs.map((ms, index) => ms - runs.bare[index].wallMs),
  ),
  requestAboveBareMs: toSpread(toRequestMs.map((ms, index) => ms - runs.bare[index].wallMs)),
  runPeakMib: toSpread(runs.run.map((run) => run.peakMib)),
  barePeakMib: toSpread(runs.bare.map((run) => run.peakMib)),
};
console.log(JSON.stringify(result, null, 2));
await keepResult("startup", result);
