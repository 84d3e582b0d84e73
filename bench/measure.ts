/**
 * Measures whole processes against each other: in turn, so that a drift of the machine meets all
 * of them, and as ratios pair by pair.
 *
 * @module
 */

/** A command to measure. */
export interface Contender {
  /** Its name in the report. */
  readonly name: string;
  /** Its words. */
  readonly command: readonly string[];
  /** The folder to run in. */
  readonly cwd?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What goes to stdin. Default: nothing. */
  readonly stdin?: Uint8Array;
}

/** One run. */
export interface Run {
  /** From start to end, in milliseconds. */
  readonly wallMs: number;
  /** Largest resident memory that was seen, in MiB; 0 where the system does not tell. */
  readonly peakMib: number;
  /** The exit status. */
  readonly status: number;
}

/** A figure over several runs. */
export interface Spread {
  /** The smallest. */
  readonly min: number;
  /** The one in the middle. */
  readonly median: number;
  /** The largest. */
  readonly max: number;
}

/** The minimum, median and maximum of some figures. */
export function toSpread(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: round(sorted[0]), median: round(median), max: round(sorted[sorted.length - 1]) };
}

function round(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}

/** Runs a command once and measures it. */
export async function runOnce(contender: Contender): Promise<Run> {
  const start = performance.now();
  const child = new Deno.Command(contender.command[0], {
    args: contender.command.slice(1),
    cwd: contender.cwd,
    env: contender.env,
    stdin: contender.stdin === undefined ? "null" : "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const fed = contender.stdin === undefined ? undefined : feed(child.stdin, contender.stdin);
  const watch = watchPeak(child.pid);
  const { code } = await child.status;
  const wallMs = performance.now() - start;
  await fed;
  return { wallMs, peakMib: await watch.end(), status: code };
}

async function feed(stdin: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  await writer.write(bytes).catch(() => {}); // a command may end before it has read everything
  await writer.close().catch(() => {});
}

/** The kernel keeps the peak of a process, so that the last look before its end is nearly exact. */
function watchPeak(pid: number): { end(): Promise<number> } {
  let peakMib = 0;
  let running = true;
  const loop = (async () => {
    while (running) {
      try {
        const status = await Deno.readTextFile(`/proc/${pid}/status`);
        peakMib = Math.max(peakMib, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      } catch {
        break; // the process is gone, or the system has no /proc
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return {
    end: async () => {
      running = false;
      await loop;
      return peakMib;
    },
  };
}

/**
 * Runs contenders in turn, A B A B, after one warm-up each.
 *
 * @returns All the runs, by name.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, Run[]>> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await runOnce(contender);
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) runs.get(contender.name)!.push(await runOnce(contender));
  }
  return runs;
}

/** The ratios of two contenders, pair by pair. */
export function toRatios(a: readonly Run[], b: readonly Run[]): Spread {
  return toSpread(a.map((run, index) => run.wallMs / b[index].wallMs));
}

/** What kind of machine this is, for the results. */
export async function describeMachine(): Promise<string> {
  const cpu = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  const model = /model name\s*:\s*(.*)/.exec(cpu)?.[1] ?? "unknown processor";
  return `${model}, ${navigator.hardwareConcurrency} cores, ${Deno.build.target}, Deno ${Deno.version.deno}`;
}

/** Keeps a result beside the benchmark, with the machine that it came from. */
export async function keepResult(
  name: string,
  result: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = new URL(`results/${name}.json`, import.meta.url);
  await Deno.mkdir(new URL(".", path), { recursive: true });
  await Deno.writeTextFile(
    path,
    JSON.stringify({ machine: await describeMachine(), ...result }, null, 2) + "\n",
  );
}
