/**
 * A real model server for tests: HTTP and server-sent events on loopback or on a Unix socket, with
 * scripted answers, and every fault that a server can show. It speaks TCP itself, so that a test
 * can cut, stall or reset the connection at any byte.
 *
 * As a library: `await using server = await serveModel({ answers: [say("hello")] })`.
 * As a program: `deno run -A tests/model_server.ts --answer FILE`; it prints its endpoint and stops
 * by itself.
 *
 * @module
 */

import { createServer, type Server, type Socket } from "node:net";
import { type Answer, type Exchange, type Received, say } from "./model_answers.ts";
import { answerCatalog, type Served } from "./model_catalog.ts";

export * from "./model_answers.ts";

/** How the server behaves. */
export interface ModelServerOptions {
  /** Answers to completions, one for each request; the last one is repeated. Default: `ok`. */
  readonly answers?: readonly Answer[];
  /** What it serves: models, window. Default: one model named `test-model`. */
  readonly served?: Served;
  /** Answers to everything else, by path, before the catalog. */
  readonly paths?: Readonly<Record<string, Answer>>;
  /** Port on loopback; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Listens on a Unix socket instead. */
  readonly socketPath?: string;
}

/** A running server; disposing of it ends it and every connection. */
export interface ModelServer extends AsyncDisposable {
  /** What to give to `--endpoint`. */
  readonly endpoint: string;
  /** The port; 0 on a Unix socket. */
  readonly port: number;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly Received[];
  /** The bodies of the requests for completions so far. */
  readonly completions: () => readonly string[];
  /** Number of connections so far. */
  readonly connections: () => number;
}

const COMPLETIONS_PATH = "/v1/chat/completions";

/** Starts a server. */
export async function serveModel(options: ModelServerOptions = {}): Promise<ModelServer> {
  const requests: Received[] = [];
  const sockets = new Set<Socket>();
  const exchanges = new Set<Promise<void>>();
  const answers = options.answers ?? [say("ok")];
  let connections = 0;
  let completions = 0;
  const route = (path: string): Answer => {
    const scripted = options.paths?.[path];
    if (scripted !== undefined) return scripted;
    if (path !== COMPLETIONS_PATH) return answerCatalog(path, options.served ?? {});
    return answers[Math.min(completions++, answers.length - 1)];
  };
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", ignoreLostClient);
    const exchange = serveConnection(socket, (request) => {
      requests.push(request);
      return route(request.path);
    }).catch(ignoreLostClient).finally(() => exchanges.delete(exchange));
    exchanges.add(exchange);
  });
  const port = await listen(server, options);
  return {
    endpoint: options.socketPath === undefined
      ? `http://127.0.0.1:${port}/v1`
      : `unix:${options.socketPath}`,
    port,
    requests,
    completions: () => requests.filter((r) => r.path === COMPLETIONS_PATH).map((r) => r.body),
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...exchanges]);
    },
  };
}

/** A client that went away is what many tests are about; the server has nothing to add. */
function ignoreLostClient(): void {}

function listen(server: Server, options: ModelServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const done = () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    };
    if (options.socketPath !== undefined) server.listen(options.socketPath, done);
    else server.listen(options.port ?? 0, "127.0.0.1", done);
  });
}

/** Reads one request, answers it, and closes the connection. */
async function serveConnection(
  socket: Socket,
  receive: (request: Received) => Answer,
): Promise<void> {
  const request = await readRequest(socket);
  if (request === undefined) return void socket.destroy();
  const exchange = openExchange(socket, request);
  await receive(request)(exchange);
  if (!socket.destroyed) socket.end();
}

function readRequest(socket: Socket): Promise<Received | undefined> {
  return new Promise((resolve) => {
    let bytes = new Uint8Array();
    socket.on("data", (data: Uint8Array) => {
      const grown = new Uint8Array(bytes.length + data.length);
      grown.set(bytes);
      grown.set(data, bytes.length);
      bytes = grown;
      const request = parseRequest(bytes);
      if (request !== undefined) resolve(request);
    });
    socket.on("close", () => resolve(undefined));
  });
}

/** Reads the request when all of it is there. */
function parseRequest(bytes: Uint8Array): Received | undefined {
  const text = new TextDecoder("latin1").decode(bytes);
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [first, ...lines] = text.slice(0, headEnd).split("\r\n");
  const [method, path] = first.split(" ");
  const headers = Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const bodyStart = headEnd + 4;
  const bodyEnd = bodyStart + Number(headers["content-length"] ?? 0);
  if (bytes.length < bodyEnd) return undefined;
  const body = new TextDecoder().decode(bytes.subarray(bodyStart, bodyEnd));
  return { method, path, headers, body };
}

function openExchange(socket: Socket, request: Received): Exchange {
  let isChunked = false;
  const raw = (data: string | Uint8Array) => send(socket, data);
  return {
    request,
    raw,
    begin(status, headers = {}) {
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      isChunked = !names.includes("content-length") && headers.framing !== "close";
      const lines = [`HTTP/1.1 ${status} Scripted`, "connection: close"];
      if (isChunked) lines.push("transfer-encoding: chunked");
      for (const [name, value] of Object.entries(headers)) {
        if (name !== "framing") lines.push(`${name}: ${value}`);
      }
      return raw(lines.join("\r\n") + "\r\n\r\n");
    },
    async write(data) {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      if (bytes.length === 0) return;
      await raw(isChunked ? frameChunk(bytes) : bytes);
    },
    async end() {
      if (isChunked) await raw("0\r\n\r\n");
      socket.end();
    },
    cut: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    stall: () =>
      new Promise((resolve) => {
        if (socket.destroyed) resolve();
        socket.once("close", () => resolve());
        socket.once("end", () => resolve());
      }),
    isGone: () => socket.destroyed || socket.readableEnded,
  };
}

function frameChunk(bytes: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${bytes.length.toString(16)}\r\n`);
  const framed = new Uint8Array(head.length + bytes.length + 2);
  framed.set(head);
  framed.set(bytes, head.length);
  framed.set([0x0d, 0x0a], head.length + bytes.length);
  return framed;
}

function send(socket: Socket, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error("the client has gone"));
    socket.once("close", reject);
    socket.write(data, (error) => {
      socket.off("close", reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

if (import.meta.main) {
  const { main } = await import("./model_server_main.ts");
  await main(Deno.args, serveModel);
}
