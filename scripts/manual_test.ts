import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS, GLOBAL_FLAGS } from "../cli/commands.ts";
import { hasProgram } from "../tests/distribution.ts";
import { runProcess } from "../tests/harness.ts";
import { printManual } from "./manual.ts";

Deno.test("printManual() has a page for each command, with all its options", () => {
  const manual = printManual();
  assertEquals(manual.size, COMMANDS.length + 1);
  for (const row of COMMANDS) {
    const page = manual.get(`zerostack-${row.name}.1`) ?? "";
    for (const flag of [...row.flags, ...GLOBAL_FLAGS]) {
      assertStringIncludes(page, `\\fB\\-\\-${flag.name.replaceAll("-", "\\-")}\\fR`);
    }
  }
});

Deno.test({
  name: "printManual() prints what mandoc formats without a complaint",
  ignore: !hasProgram("mandoc", "/dev/null"),
  fn: async () => {
    for (const [name, page] of printManual()) {
      const lint = await runProcess(["mandoc", "-T", "lint", "-W", "warning"], { stdin: page });
      const complaints = lint.stdout.trim().split("\n").filter((line) =>
        line !== "" && !line.includes("missing date") // a date would change with every build
      );
      assertEquals([name, complaints], [name, []]);
      const text = await runProcess(["mandoc", "-T", "html"], { stdin: page });
      assertStringIncludes(text.stdout, 'id="SEE_ALSO"');
    }
  },
});
