import { assertEquals } from "@std/assert";
import { resolvePlaces } from "./places.ts";

const PATHS = ["src/a/mod.ts", "src/b/mod.ts", "src/c/mod.ts", "src/d/mod.ts", "src/a/x.ts"];

Deno.test({
  name: "resolvePlaces() finds a file by the longest end of a path that files have",
  permissions: "none",
  fn: () => {
    const found = resolvePlaces([{ path: "home/me/src/b/mod.ts", line: 3 }], PATHS);
    assertEquals([...found], [["src/b/mod.ts", [3]]]);
  },
});

Deno.test({
  name: "resolvePlaces() gathers the lines of a file, in the order of the prompt",
  permissions: "none",
  fn: () => {
    const places = [{ path: "x.ts", line: 9 }, { path: "a/x.ts", line: 2 }, { path: "x.ts" }];
    assertEquals([...resolvePlaces(places, PATHS)], [["src/a/x.ts", [9, 2]]]);
  },
});

Deno.test({
  name: "resolvePlaces() takes a name that too many files have for none, and an unknown one too",
  permissions: "none",
  fn: () => {
    assertEquals([...resolvePlaces([{ path: "mod.ts" }, { path: "y.ts" }], PATHS)], []);
  },
});
