import { assertEquals } from "@std/assert";
import { discoverLinters } from "./discover.ts";
import { toOkStatuses } from "./drivers.ts";

async function discover(files: Readonly<Record<string, string>>) {
  const listing = { files: Object.keys(files).sort().map((path) => ({ path })), skipped: [] };
  const found = await discoverLinters(listing, (path) => {
    const bytes = new TextEncoder().encode(files[path]);
    return Promise.resolve({ bytes, mode: "100644" as const });
  });
  return found.map(({ driver, because }) =>
    `${driver.name}${driver.runsCode ? " (runs code)" : ""}: ${because}`
  );
}

const CASES: readonly [string, Readonly<Record<string, string>>, readonly string[]][] = [
  ["nothing", { "a.txt": "" }, []],
  ["a configuration without files", { "ruff.toml": "" }, []],
  ["a configuration of its own", { "ruff.toml": "", "a.py": "" }, ["ruff: ruff.toml"]],
  [
    "its part of a shared configuration",
    { "pyproject.toml": "[tool.ruff]\n[tool.mypy]\n", "a.py": "" },
    ["ruff: pyproject.toml", "mypy (runs code): pyproject.toml"],
  ],
  ["no part of a shared configuration", { "pyproject.toml": "[project]\n", "a.py": "" }, []],
  ["its files alone", { "bin/a.sh": "" }, ["shellcheck: bin/a.sh"]],
  ["a linter whose configuration is data", { "deno.json": "{}", "a.ts": "" }, ["deno: deno.json"]],
  ["no linter whose plugins are code", {
    "deno.json": '{"lint":{"plugins":["./p.ts"]}}',
    "a.ts": "",
  }, []],
  [
    "linters that run code of the repository",
    { "eslint.config.js": "", "package.json": '{"scripts":{"lint":"eslint ."}}', "a.js": "" },
    ["eslint (runs code): eslint.config.js", "npm run lint (runs code): package.json"],
  ],
];

for (const [name, files, wanted] of CASES) {
  Deno.test({
    name: `discoverLinters() finds a linter by ${name}`,
    permissions: "none",
    fn: async () => assertEquals(await discover(files), wanted),
  });
}

Deno.test({
  name: "discoverLinters() names the files for a linter that takes them",
  permissions: "none",
  fn: async () => {
    const listing = { files: [{ path: "-a.sh" }, { path: "b.sh" }], skipped: [] };
    const [found] = await discoverLinters(listing, () => Promise.resolve(undefined));
    assertEquals(found.command, ["shellcheck", "-f", "json1", "--", "-a.sh", "b.sh"]);
  },
});

Deno.test({
  name: "toOkStatuses() knows the statuses of linters by their program",
  permissions: "none",
  fn: () => {
    assertEquals(toOkStatuses(["/usr/bin/ruff", "check"]), [0, 1]);
    assertEquals(toOkStatuses(["pylint"])?.includes(30), true);
    assertEquals(toOkStatuses(["pylint"])?.includes(32), false);
    assertEquals(toOkStatuses(["unheard-of"]), undefined);
  },
});
