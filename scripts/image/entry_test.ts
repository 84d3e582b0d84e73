import { assertEquals } from "@std/assert";
import { COMMANDS, findCommand } from "../../cli/commands.ts";
import { entryPoint, imageCommands } from "./entry.ts";

function permissionsOf(...names: readonly string[]): string[] {
  const rows = names.map((name) => findCommand(name)!);
  return entryPoint(rows, ["models.example:443"]).filter((word) => word.startsWith("--allow-"));
}

Deno.test("entryPoint() grants a command its row and nothing more", () => {
  const data = "/usr/lib/zerostack/zerostack.data.wasm";
  assertEquals(permissionsOf("context"), [`--allow-read=${data},/repo`, "--allow-env"]);
  assertEquals(permissionsOf("help"), [`--allow-read=${data}`, "--allow-env"]);
  assertEquals(permissionsOf("model"), [
    `--allow-read=${data},/repo,/run/secrets`,
    "--allow-net=models.example:443",
    "--allow-env",
  ]);
});

Deno.test("entryPoint() starts the command's own entry, or the one that has them all", () => {
  const [last] = entryPoint([findCommand("context")!], []).slice(-1);
  assertEquals(last, "/usr/lib/zerostack/context.js");
  assertEquals(entryPoint(COMMANDS, []).at(-1), "/usr/lib/zerostack/zerostack.js");
});

Deno.test("imageCommands() has no command that starts programs", () => {
  assertEquals(imageCommands(COMMANDS).filter((row) => row.needs.run), []);
});
