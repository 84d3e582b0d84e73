import { assertEquals } from "@std/assert";
import { toRepositoryPaths } from "./paths.ts";

const WHERE = { roots: ["/srv/app", "/mnt/app"], folder: "web" };

const CASES: readonly [string, string[]][] = [
  ["a.ts", ["web/a.ts", "a.ts"]],
  ["./a.ts", ["web/a.ts", "a.ts"]],
  ["../lib/a.ts", ["lib/a.ts"]],
  ["../../a.ts", []],
  ["/srv/app/lib/a.ts", ["lib/a.ts"]],
  ["/mnt/app/lib/../a.ts", ["a.ts"]],
  ["/srv/app2/a.ts", []],
  ["/srv/app", []],
  ["/etc/passwd", []],
  ["/srv/app/../../etc/passwd", []],
  ["file:///srv/app/a%20b.ts", ["a b.ts"]],
  ["file://localhost/srv/app/a.ts", ["a.ts"]],
  ["file:///srv/app/%zz", []],
  ["a\0b", []],
  ["", []],
  ["..", []],
];

for (const [written, paths] of CASES) {
  Deno.test({
    name: `toRepositoryPaths() takes ${JSON.stringify(written)} for ${JSON.stringify(paths)}`,
    permissions: "none",
    fn: () => assertEquals(toRepositoryPaths(written, WHERE), paths),
  });
}
