import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../lib/errors.ts";
import { withDeadline } from "./deadline.ts";

const pure = { permissions: "none" } as const;

Deno.test("withDeadline() gives what the work gives in time", pure, async () => {
  assertEquals(await withDeadline(Promise.resolve(7), 10_000, new AbortController()), 7);
  await assertRejects(
    () => withDeadline(Promise.reject(new Error("own")), 10_000, new AbortController()),
    Error,
    "own",
  );
});

Deno.test("withDeadline() ends work that does not end by itself", pure, async () => {
  const never = new Promise<never>(() => {});
  await assertRejects(
    () => withDeadline(never, 1, new AbortController()),
    Failure,
    "Cannot go on: 0.001 s are over",
  );
});

Deno.test("withDeadline() lets work clean up, and fails whatever that says", pure, async () => {
  for (const end of ["resolve", "reject"] as const) {
    const abort = new AbortController();
    let isClean = false;
    const work = new Promise<string>((resolve, reject) => {
      abort.signal.addEventListener("abort", () =>
        setTimeout(() => {
          isClean = true;
          if (end === "resolve") resolve("late");
          else reject(new Error("late"));
        }, 5));
    });
    await assertRejects(() => withDeadline(work, 1, abort), Failure, "0.001 s are over");
    assertEquals(isClean, true);
  }
});
