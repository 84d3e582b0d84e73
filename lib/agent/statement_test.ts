import { assertEquals } from "@std/assert";
import type { RunReport } from "./report.ts";
import { makeStatement } from "./statement.ts";

const REPORT: RunReport = {
  type: "run",
  prompt: "sha256:1",
  status: 0,
  patch: { digest: "sha256:2", candidate: 1, files: [] },
  candidates: [{
    attempts: [{
      number: 1,
      patch: "sha256:2",
      check: { command: ["make", "test"], ok: true, exitCode: 0, output: "" },
    }],
  }],
  spent: { turns: 1, inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
};

Deno.test({
  name: "makeStatement() says whether the patch passed, and by which test",
  permissions: "none",
  fn: () => {
    const tell = (report: RunReport) => {
      const { result, passedTests, failedTests } = makeStatement(report)!.predicate;
      return { result, passedTests, failedTests };
    };
    assertEquals(tell(REPORT), { result: "PASSED", passedTests: ["make test"], failedTests: [] });
    const [{ attempts }] = REPORT.candidates;
    const check = { ...attempts[0].check!, ok: false, exitCode: 1 };
    const failed = {
      ...REPORT,
      status: 1,
      candidates: [{ attempts: [{ ...attempts[0], check }] }],
    };
    assertEquals(tell(failed), { result: "FAILED", passedTests: [], failedTests: ["make test"] });
    assertEquals(makeStatement({ ...REPORT, patch: undefined }), undefined);
  },
});
