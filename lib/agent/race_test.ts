import { assertEquals, assertRejects } from "@std/assert";
import { raceCandidates } from "./race.ts";

const pure = { permissions: "none" } as const;
const NEVER = new AbortController().signal;
const isWinner = (outcome: string) => outcome === "good";

/** A candidate that ends when it is told to, or by its signal. */
function makeCandidate() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { started: false, stopped: false };
  const run = (signal: AbortSignal) => {
    state.started = true;
    signal.addEventListener("abort", () => {
      state.stopped = true;
      reject(signal.reason);
    });
    return promise;
  };
  return { run, resolve, reject, state };
}

Deno.test("raceCandidates() stops the others when one is good", pure, async () => {
  const [a, b, c] = [makeCandidate(), makeCandidate(), makeCandidate()];
  const race = raceCandidates([a.run, b.run, c.run], { isWinner, atOnce: 3, signal: NEVER });
  a.resolve("bad");
  b.resolve("good");
  assertEquals(await race, ["bad", "good", undefined]);
  assertEquals([c.state.started, c.state.stopped], [true, true]);
});

Deno.test("raceCandidates() runs no more at once than it may, in order", pure, async () => {
  const [a, b] = [makeCandidate(), makeCandidate()];
  const race = raceCandidates([a.run, b.run], { isWinner, atOnce: 1, signal: NEVER });
  assertEquals([a.state.started, b.state.started], [true, false]);
  a.resolve("good");
  assertEquals(await race, ["good", undefined]);
  assertEquals(b.state.started, false);
});

Deno.test("raceCandidates() waits for all when none is good", pure, async () => {
  const [a, b] = [makeCandidate(), makeCandidate()];
  const race = raceCandidates([a.run, b.run], { isWinner, atOnce: 2, signal: NEVER });
  b.resolve("bad");
  a.resolve("worse");
  assertEquals(await race, ["worse", "bad"]);
});

Deno.test(
  "raceCandidates() throws what a candidate throws, and stops the others",
  pure,
  async () => {
    const [a, b] = [makeCandidate(), makeCandidate()];
    const race = raceCandidates([a.run, b.run], { isWinner, atOnce: 2, signal: NEVER });
    a.reject(new Error("broken"));
    await assertRejects(() => race, Error, "broken");
    assertEquals(b.state.stopped, true);
  },
);

Deno.test("raceCandidates() ends when it is stopped from outside", pure, async () => {
  const stop = new AbortController();
  const a = makeCandidate();
  const race = raceCandidates([a.run], { isWinner, atOnce: 1, signal: stop.signal });
  stop.abort(new Error("over"));
  await assertRejects(() => race, Error, "over");
});

Deno.test("raceCandidates() does not count who ends after the winner", pure, async () => {
  const late = Promise.withResolvers<string>();
  const candidates = [() => Promise.resolve("good"), () => late.promise];
  const race = raceCandidates(candidates, { isWinner, atOnce: 2, signal: NEVER });
  await Promise.resolve();
  setTimeout(() => late.resolve("bad"), 0);
  assertEquals(await race, ["good", undefined]);
});
