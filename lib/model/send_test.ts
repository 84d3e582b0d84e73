import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import type { Sleep } from "../ports.ts";
import { sendBody, type SendOptions } from "./send.ts";

const NEVER = new AbortController().signal;
const IDLE_MS = 999;

/** A server that answers from a script, and a clock that only remembers what it was asked. */
function script(responses: readonly (() => Response | Promise<Response>)[], retries = 3) {
  const waits: number[] = [];
  const bodies: string[] = [];
  const sleep: Sleep = (durationMs, signal) => {
    if (durationMs === IDLE_MS) {
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    }
    waits.push(durationMs);
    return Promise.resolve();
  };
  const options: SendOptions = {
    baseUrl: "http://127.0.0.1:1/v1",
    fetch: async (_url, init) => {
      bodies.push(String(init.body));
      return await responses[Math.min(bodies.length - 1, responses.length - 1)]();
    },
    idleTimeoutMs: IDLE_MS,
    sleep,
    retries,
    report: () => {},
  };
  return { options, waits, bodies };
}

const busy = (headers: HeadersInit = {}, status = 503) => () =>
  new Response("later", { status, headers });
const good = () => new Response("x", { headers: { "content-type": "text/event-stream" } });

Deno.test({
  name: "sendBody() tries again after 0.5, 1 and 2 s, and then no more",
  permissions: "none",
  fn: async () => {
    const { options, waits, bodies } = script([busy()]);
    const failure = await assertRejects(() => sendBody("b", options, NEVER), Failure);
    assertEquals([failure.reason, waits, bodies], ["E_BUSY", [500, 1000, 2000], [
      "b",
      "b",
      "b",
      "b",
    ]]);
  },
});

Deno.test({
  name: "sendBody() waits as long as the server says, up to a minute",
  permissions: "none",
  fn: async () => {
    const date = (text: string) => ({
      "retry-after": text,
      "date": "Wed, 25 Nov 2026 03:00:00 GMT",
    });
    const cases: readonly [HeadersInit, number[]][] = [
      [{ "retry-after": "0" }, [0]],
      [{ "retry-after": "1.5" }, [1500]],
      [{ "retry-after": "60" }, [60_000]],
      [{ "retry-after": "61" }, []],
      [{ "retry-after": "1000000000" }, []],
      [{ "retry-after": "soon" }, [500]],
      [{ "retry-after": "-1" }, [500]],
      [date("Wed, 25 Nov 2026 03:00:07 GMT"), [7000]],
      [date("Wed, 25 Nov 2020 03:00:07 GMT"), [0]],
      [date("Wed, 25 Nov 2099 03:00:07 GMT"), []],
      [{ "retry-after": "Wed, 25 Nov 2026 03:00:07 GMT" }, [500]],
    ];
    for (const [headers, wanted] of cases) {
      const { options, waits } = script([busy(headers), good]);
      await sendBody("b", options, NEVER).then((body) => body.cancel(), () => {});
      assertEquals([headers, waits], [headers, wanted]);
    }
  },
});

Deno.test({
  name: "sendBody() tries nothing again that is not temporary",
  permissions: "none",
  fn: async () => {
    for (const status of [400, 401, 404, 422]) {
      const { options, bodies } = script([busy({}, status)]);
      await assertRejects(() => sendBody("b", options, NEVER), Failure);
      assertEquals(bodies.length, 1);
    }
  },
});

Deno.test({
  name: "sendBody() succeeds when the server recovers, and obeys a lower number of retries",
  permissions: "none",
  fn: async () => {
    const recovers = script([busy({}, 429), busy({}, 500), good]);
    await (await sendBody("b", recovers.options, NEVER)).cancel();
    assertEquals(recovers.bodies.length, 3);
    const once = script([busy()], 1);
    await assertRejects(() => sendBody("b", once.options, NEVER), Failure);
    assertEquals(once.bodies.length, 2);
  },
});

Deno.test({
  name: "sendBody() ends with the reason of the signal",
  permissions: "none",
  fn: async () => {
    const abort = new AbortController();
    const { options } = script([() => new Promise<Response>(() => {})]);
    const sent = sendBody("b", options, abort.signal);
    abort.abort(new Failure("E_TIMEOUT", "over"));
    assertEquals((await assertRejects(() => sent, Failure)).reason, "E_TIMEOUT");
  },
});
