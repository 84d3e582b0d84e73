import { assertEquals, assertThrows } from "@std/assert";
import { makeScratch, runProcess } from "../../tests/harness.ts";
import { makeTar, type TarEntry } from "./tar.ts";

const ENTRIES = new Map<string, TarEntry>([
  ["b/run", { kind: "file", bytes: new Uint8Array(700).fill(65), mode: 0o755 }],
  ["a", { kind: "link", target: "b/run" }],
  ["tmp", { kind: "folder", mode: 0o1777 }],
]);

Deno.test("makeTar() makes what tar lists and unpacks", async () => {
  await using scratch = await makeScratch({ "x.tar": makeTar(ENTRIES, 86400) });
  const listed = await runProcess(["tar", "--utc", "-tvf", `${scratch.path}/x.tar`]);
  const lines = listed.stdout.trim().split("\n").map((line) => line.replaceAll(/ +/g, " "));
  assertEquals(lines, [
    "lrwxrwxrwx 0/0 0 1970-01-02 00:00 a -> b/run",
    "drwxr-xr-x 0/0 0 1970-01-02 00:00 b/",
    "-rwxr-xr-x 0/0 700 1970-01-02 00:00 b/run",
    "drwxrwxrwt 0/0 0 1970-01-02 00:00 tmp/",
  ]);
  await runProcess(["tar", "-xf", "x.tar"], { cwd: scratch.path });
  assertEquals(await Deno.readTextFile(`${scratch.path}/a`), "A".repeat(700));
});

Deno.test("makeTar() gives the same bytes for another order, and other bytes for another time", () => {
  const bytes = makeTar(ENTRIES, 0);
  assertEquals(makeTar(new Map([...ENTRIES].reverse()), 0), bytes);
  assertEquals(makeTar(ENTRIES, 1).length, bytes.length);
  assertEquals(makeTar(ENTRIES, 1).every((byte, at) => byte === bytes[at]), false);
});

Deno.test("makeTar() refuses a name that does not fit", () => {
  const entries = new Map<string, TarEntry>([["x".repeat(101), { kind: "folder" }]]);
  assertThrows(() => makeTar(entries, 0), RangeError, "a name has at most 100 bytes");
});
