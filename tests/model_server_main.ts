import { type Answer, say } from "./model_answers.ts";
import { FAULTS } from "./model_faults.ts";
import type { ModelServer, ModelServerOptions } from "./model_server.ts";

const USAGE = `Usage: deno run -A tests/model_server.ts [OPTION...]
  --answer FILE    answer with the text of FILE; each one more answers the next request
  --fault NAME     answer with a fault; NAME is one of the list that --list prints
  --model NAME     serve a model of this name; may be repeated (default test-model)
  --kind KIND      play llama.cpp, ollama, vllm or lm-studio
  --window TOKENS  the window that it tells
  --port PORT      listen on this port of 127.0.0.1 (default: a free one)
  --unix PATH      listen on this Unix socket
  --for SECONDS    stop after this time (default 600)
  --log            print the requests to stderr when it stops
  --list           print the names of the faults and stop`;

interface Settings {
  readonly answers: Answer[];
  readonly models: string[];
  readonly values: Map<string, string>;
}

/**
 * Runs the server as a program: prints its endpoint, stops by itself.
 *
 * @param args The command line.
 * @param serve Starts the server.
 */
export async function main(
  args: readonly string[],
  serve: (options: ModelServerOptions) => Promise<ModelServer>,
): Promise<void> {
  const { answers, models, values } = await readArguments(args);
  if (values.has("--help")) return write(USAGE);
  if (values.has("--list")) return write(FAULTS.map((fault) => fault.name).join("\n"));
  const window = values.get("--window");
  await using server = await serve({
    answers: answers.length > 0 ? answers : undefined,
    served: {
      models: models.length > 0 ? models : undefined,
      kind: values.get("--kind") as "vllm" | undefined,
      windowTokens: window === undefined ? undefined : Number(window),
    },
    port: Number(values.get("--port") ?? 0),
    socketPath: values.get("--unix"),
  });
  await write(server.endpoint);
  await waitForEnd(Number(values.get("--for") ?? 600) * 1000);
  if (values.has("--log")) await log(server);
}

async function readArguments(args: readonly string[]): Promise<Settings> {
  const settings: Settings = { answers: [], models: [], values: new Map() };
  const rest = [...args];
  while (rest.length > 0) {
    const name = rest.shift()!;
    if (["--help", "--list", "--log"].includes(name)) {
      settings.values.set(name, "");
      continue;
    }
    const value = rest.shift();
    if (value === undefined || !USAGE.includes(`  ${name} `)) throw new Error(USAGE);
    if (name === "--answer") settings.answers.push(say(await Deno.readTextFile(value)));
    else if (name === "--fault") settings.answers.push(findFault(value));
    else if (name === "--model") settings.models.push(value);
    else settings.values.set(name, value);
  }
  return settings;
}

function findFault(name: string): Answer {
  const fault = FAULTS.find((fault) => fault.name === name);
  if (fault === undefined) throw new Error(`no fault is named "${name}"; --list names them`);
  return fault.answer;
}

/** Waits for the time to pass, or for Ctrl-C or a termination signal. */
function waitForEnd(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      Deno.removeSignalListener("SIGINT", stop);
      Deno.removeSignalListener("SIGTERM", stop);
      resolve();
    };
    const timer = setTimeout(stop, durationMs);
    Deno.addSignalListener("SIGINT", stop);
    Deno.addSignalListener("SIGTERM", stop);
  });
}

async function log(server: ModelServer): Promise<void> {
  for (const { method, path, body } of server.requests) {
    await Deno.stderr.write(new TextEncoder().encode(`${method} ${path} ${body}\n`));
  }
}

async function write(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text + "\n"));
}
