import type { IncomingMessage } from "node:http";

/**
 * Sends one HTTP request through a Unix socket. The runtime's own `fetch` can connect to a socket
 * too, but then writes the whole URL into the request line, as to a proxy, and servers that do not
 * expect that find no such path.
 *
 * @param socketPath The socket.
 * @param url The URL; its host is told to the server and not looked up.
 * @param init The request; its body, if any, is text.
 */
export async function fetchThroughSocket(
  socketPath: string,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const { request } = await import("node:http");
  const { pathname, search, host } = new URL(url);
  const body = init.body === undefined || init.body === null
    ? undefined
    : new TextEncoder().encode(String(init.body));
  const headers: Record<string, string> = {
    ...Object.fromEntries(new Headers(init.headers)),
    host,
  };
  if (body !== undefined) headers["content-length"] = String(body.length);
  return await new Promise((resolve, reject) => {
    const sent = request({
      socketPath,
      path: pathname + search,
      method: init.method,
      headers,
      agent: false,
    });
    const abort = () => sent.destroy(toError(init.signal?.reason));
    init.signal?.addEventListener("abort", abort, { once: true });
    sent.on("error", reject);
    sent.on("response", (message) => {
      try {
        resolve(toResponse(message));
      } catch { // a status or a header that has no meaning
        reject(new Error("invalid HTTP response"));
        message.destroy();
      }
    });
    sent.end(body);
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Statuses that come without a body. */
const EMPTY_STATUSES: readonly number[] = [101, 204, 205, 304];

function toResponse(message: IncomingMessage): Response {
  const status = message.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  if (EMPTY_STATUSES.includes(status)) {
    message.destroy();
    return new Response(null, { status, headers });
  }
  return new Response(toStream(message), { status, headers });
}

/** The body as a stream; one that ends before its end is an error, not an end. */
function toStream(message: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = message[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (!done) return controller.enqueue(new Uint8Array(value));
        if (message.complete) controller.close();
        else controller.error(new Error("the connection closed before the end of the body"));
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => void message.destroy(),
  }, { highWaterMark: 0 });
}
