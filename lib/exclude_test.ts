import { assertEquals } from "@std/assert";
import { excludeFiles } from "./exclude.ts";

Deno.test({
  name: "excludeFiles() takes out files and folders as an ignore file would",
  permissions: "none",
  fn: () => {
    const paths = ["a.snap", "docs/keep.snap", "gen/x/y.ts", "src/gen.ts", "src/a.ts"];
    const listing = { files: paths.map((path) => ({ path })), skipped: [] };
    const left = excludeFiles(listing, ["*.snap", "!keep.snap", "/gen/"]);
    assertEquals(left.files.map(({ path }) => path), ["docs/keep.snap", "src/gen.ts", "src/a.ts"]);
    assertEquals(left.skipped, [
      { path: "a.snap", why: "excluded" },
      { path: "gen/x/y.ts", why: "excluded" },
    ]);
    assertEquals(excludeFiles(listing, []), listing);
  },
});
