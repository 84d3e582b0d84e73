import type { RunReport } from "./report.ts";

/** A statement in the in-toto format: who reads it needs to know nothing of this program. */
export interface Statement {
  /** The format. */
  readonly _type: "https://in-toto.io/Statement/v1";
  /** What it is about: the patch, by its digest. */
  readonly subject: readonly {
    /** Its name. */
    readonly name: string;
    /** Its digest, in hexadecimal. */
    readonly digest: {
      /** SHA-256. */
      readonly sha256: string;
    };
  }[];
  /** What kind of statement it is. */
  readonly predicateType: "https://in-toto.io/attestation/test-result/v0.1";
  /** The statement. */
  readonly predicate: {
    /** Whether the patch passed its check. */
    readonly result: "PASSED" | "FAILED";
    /** What was asked and answered, by digest. */
    readonly configuration: readonly {
      /** What it is. */
      readonly name: string;
      /** Its digest, in hexadecimal. */
      readonly digest: {
        /** SHA-256. */
        readonly sha256: string;
      };
    }[];
    /** The commands that succeeded on the patch. */
    readonly passedTests: readonly string[];
    /** The commands that did not. */
    readonly failedTests: readonly string[];
    /** The whole report. */
    readonly run: RunReport;
  };
}

/**
 * Makes an in-toto statement of a report: a test result about the patch. It is not signed; what
 * signs files signs this one too.
 *
 * @returns Undefined when the report has no patch, as there is nothing to make a statement about.
 */
export function makeStatement(report: RunReport): Statement | undefined {
  const { patch } = report;
  if (patch === undefined) return undefined;
  const last = report.candidates[patch.candidate - 1].attempts.findLast((attempt) =>
    attempt.patch === patch.digest
  );
  const test = last?.check?.command.join(" ");
  const parts = { prompt: report.prompt, request: last?.request, answer: last?.answer };
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "patch", digest: toDigestSet(patch.digest) }],
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: report.status === 0 ? "PASSED" : "FAILED",
      configuration: Object.entries(parts).flatMap(([name, digest]) =>
        digest === undefined ? [] : [{ name, digest: toDigestSet(digest) }]
      ),
      passedTests: test !== undefined && last?.check?.ok ? [test] : [],
      failedTests: test !== undefined && !last?.check?.ok ? [test] : [],
      run: report,
    },
  };
}

function toDigestSet(digest: string): { sha256: string } {
  return { sha256: digest.replace(/^sha256:/, "") };
}
