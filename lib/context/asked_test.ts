import { assertEquals } from "@std/assert";
import { Failure } from "../errors.ts";
import { type AskedRules, resolveAsked, settleAsked } from "./asked.ts";
import { createOpenSource } from "./source.ts";

const pure = { permissions: "none" } as const;
const KEY = "AKIA" + "QYLPMN5HFIQR7BBE"; // in two pieces, so that no scanner takes it for a real one
const FILES: Readonly<Record<string, string>> = {
  "src/a.ts": "one\ntwo\nthree\n",
  "lib/a.ts": "other\n",
  "src/deep/only.ts": "only\n",
  "key.ts": `one\nconst key = "${KEY}";\nthree\n`,
  "pem.txt": `one\n-----BEGIN RSA PRIVATE KEY-----\n${"MIIEowIBAAKCAQEAtz0R\n".repeat(9)}` +
    "-----END RSA PRIVATE KEY-----\nlast\n",
  "huge.txt": "x\n".repeat(600_000),
};

const rules: AskedRules = {
  listing: {
    files: [...Object.keys(FILES), "gone.ts", "link.ts"].map((path) => ({ path })),
    skipped: [{ path: "hidden.ts", why: "hidden" }],
  },
  excluded: [{ path: "lib/a.ts", why: "generated" }],
  open: createOpenSource((path) => {
    if (path === "link.ts") throw new Failure("E_PATH", 'Cannot read "link.ts": it is a link');
    const text = FILES[path];
    return Promise.resolve(
      text === undefined ? undefined : { bytes: new TextEncoder().encode(text), mode: "100644" },
    );
  }, false),
  findDefinitions: (name) =>
    Promise.resolve(
      name === "run"
        ? Array.from({ length: 9 }, () => ({ path: "src/a.ts", startLine: 2, endLine: 3 }))
        : [],
    ),
};

/** What wishes stand for, in short. */
async function resolve(...wishes: readonly string[]): Promise<string[]> {
  const resolved = await resolveAsked(wishes, rules);
  return resolved.map(({ places, why }) =>
    why ?? places.map(({ path, startLine, endLine }) => `${path} ${startLine}-${endLine}`).join()
  );
}

Deno.test(
  "resolveAsked() takes paths, lines of them, and ends of paths that only one file has",
  pure,
  async () => {
    assertEquals(
      await resolve(
        "src/a.ts",
        "./src/a.ts",
        "src/a.ts:2",
        "src/a.ts:2-99",
        "deep/only.ts",
        "only.ts",
      ),
      [
        "src/a.ts 1-4",
        "src/a.ts 1-4",
        "src/a.ts 2-3",
        "src/a.ts 2-4",
        "src/deep/only.ts 1-2",
        "src/deep/only.ts 1-2",
      ],
    );
  },
);

Deno.test("resolveAsked() takes names, of at most five places", pure, async () => {
  const places = Array.from({ length: 5 }, () => "src/a.ts 2-3").join();
  assertEquals(await resolve("run", "Runner.run", "runner::run()", "runner->run"), [
    places,
    places,
    places,
    places,
  ]);
});

Deno.test("resolveAsked() refuses what may not be shown, each with its reason", pure, async () => {
  const refused: Readonly<Record<string, string>> = {
    "a.ts": "not a file of the repository",
    "../src/a.ts": "not a file of the repository",
    "/src/a.ts": "not a file of the repository",
    "src": "neither a file of the repository nor defined in one",
    "hidden.ts": "hidden",
    "lib/a.ts": "generated",
    "gone.ts": "missing",
    "link.ts": 'Cannot read "link.ts": it is a link',
    "src/a.ts:9": "no such lines",
    "src/a.ts:3-2": "no such lines",
    "huge.txt": "larger than 1048576 bytes",
    "key.ts": "a credential: key.ts:2:aws-access-key",
    "key.ts:1-2": "a credential: key.ts:2:aws-access-key",
    "pem.txt:5": "a credential: pem.txt:2:private-key",
  };
  assertEquals(await resolve(...Object.keys(refused)), Object.values(refused));
  assertEquals(await resolve("key.ts:3", "pem.txt:13"), ["key.ts 3-4", "pem.txt 13-14"]);
});

Deno.test(
  "settleAsked() tells the lines that are shown, and what found no room",
  pure,
  async () => {
    const lines = FILES["src/a.ts"].split("\n").slice(0, 3);
    const views = [{ path: "src/a.ts", lines, spans: [{ startLine: 2, endLine: 4 }] }];
    const resolved = await resolveAsked(["src/a.ts", "src/a.ts:1", "nowhere.ts"], rules);
    const settled = await settleAsked(resolved, views);
    assertEquals(settled.map(({ shown, why }) => why ?? shown.map((part) => part.sizeBytes)), [
      ["two\nthree\n".length],
      "no room in the budget",
      "not a file of the repository",
    ]);
  },
);
