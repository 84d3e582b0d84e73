import { assertEquals } from "@std/assert";
import { COMMANDS, findCommand } from "../../cli/commands.ts";
import { entryPoint, imageCommands } from "./entry.ts";

function permissionsOf(...names: readonly string[]): string[] {
  const rows = names.map((name) => findCommand(name)!);
  return entryPoint(rows, ["models.example:443"]).filter((word) => word.startsWith("--allow-"));
}

Deno.test("entryPoint() grants a command its row and nothing more", () => {
  assertEquals(permissionsOf("context"), ["--allow-read=/repo", "--allow-env"]);
  assertEquals(permissionsOf("help"), ["--allow-env"]);
  const [read, net] = permissionsOf("model");
  assertEquals([read.includes("/run/secrets"), net], [true, "--allow-net=models.example:443"]);
});

Deno.test("entryPoint() starts the command's own entry, or the one that has them all", () => {
  const [last] = entryPoint([findCommand("context")!], []).slice(-1);
  assertEquals(last, "/usr/lib/zerostack/context.js");
  assertEquals(entryPoint(COMMANDS, []).at(-1), "/usr/lib/zerostack/zerostack.js");
});

Deno.test("imageCommands() has no command that starts programs", () => {
  assertEquals(imageCommands(COMMANDS).filter((row) => row.needs.run), []);
});
