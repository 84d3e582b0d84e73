/**
 * Why a command did not succeed: each reason has one exit status, and one meaning for the caller.
 * The manual and a test hold to this list.
 */

/** What each reason means, and the exit status that goes with it. */
export const REASONS = {
  E_NOTHING: { status: 1, meaning: "there is nothing to change, or nothing was found" },
  E_CHECK: { status: 1, meaning: "the check failed on the patch" },
  E_FINDINGS: { status: 1, meaning: "findings at or above --fail-on" },
  E_RESIDUE: { status: 1, meaning: "the old name stays somewhere, under --strict" },
  E_OVER: { status: 1, meaning: "the count is above --limit" },
  E_USAGE: { status: 2, meaning: "the command line is wrong" },
  E_INPUT: { status: 65, meaning: "the input cannot be read as what it should be" },
  E_LIMIT: { status: 65, meaning: "the input is larger than allowed" },
  E_STALE: { status: 65, meaning: "a file changed since the request was made" },
  E_NOT_FOUND: { status: 65, meaning: "the text to replace is not in the file" },
  E_AMBIGUOUS: { status: 65, meaning: "more than one place fits" },
  E_CONFLICT: { status: 65, meaning: "edits overlap or contradict each other" },
  E_APPLY: { status: 65, meaning: "the patch does not apply to the files" },
  E_EXISTS: { status: 65, meaning: "what is to be created or added is already there" },
  E_SYNTAX: { status: 65, meaning: "the file parsed before and would not parse after" },
  E_ENCODING: { status: 65, meaning: "the file is not UTF-8 text" },
  E_WINDOW: { status: 65, meaning: "the request does not fit the context window" },
  E_REPOSITORY: { status: 65, meaning: "the repository has a form that cannot be read" },
  E_MISSING: { status: 66, meaning: "an input file is missing" },
  E_REPLAY: { status: 66, meaning: "the cassette holds no answer for this request" },
  E_REFUSED: { status: 69, meaning: "the server refuses for good" },
  E_CONNECT: { status: 69, meaning: "the server cannot be reached" },
  E_TLS: { status: 69, meaning: "the TLS connection is not trustworthy" },
  E_REDIRECT: { status: 69, meaning: "the server sends a redirect, which is never followed" },
  E_CONTENT: { status: 69, meaning: "the server answers with another kind of content" },
  E_MODEL: { status: 69, meaning: "the model is not known, or not named and not the only one" },
  E_NO_MODEL: { status: 69, meaning: "the work needs a model and none may be used" },
  E_BASE_BINARY: { status: 69, meaning: "the base binary for the executable is missing" },
  E_BUG: { status: 70, meaning: "a bug of this program" },
  E_IO: { status: 74, meaning: "a local read or write failed" },
  E_BUSY: { status: 75, meaning: "the server is overloaded or failing for the moment" },
  E_DNS: { status: 75, meaning: "the host name cannot be resolved at the moment" },
  E_CONNECT_TIMEOUT: { status: 75, meaning: "the connection took too long" },
  E_IDLE: { status: 75, meaning: "the server fell silent" },
  E_CUT: { status: 76, meaning: "the answer ended before its end" },
  E_LENGTH: { status: 76, meaning: "the answer was cut by its token limit" },
  E_FILTERED: { status: 76, meaning: "the server withheld the answer" },
  E_ANSWER: { status: 76, meaning: "the answer is not a valid answer" },
  E_NO_EDIT: { status: 76, meaning: "the answer holds no usable edit" },
  E_TRUNCATED: { status: 76, meaning: "the server read less of the request than was sent" },
  E_CONSENT: { status: 77, meaning: "the user did not allow this host" },
  E_SECRET: {
    status: 77,
    meaning: "something that looks like a credential would leave the machine",
  },
  E_PATH: { status: 77, meaning: "the path is outside the repository or never writable" },
  E_CONTENT_POLICY: {
    status: 77,
    meaning: "the change adds characters or volumes that are never let through",
  },
  E_TRUST: { status: 77, meaning: "this would run code of the repository without --trust" },
  E_CAGE: { status: 77, meaning: "no cage can be built on this machine" },
  E_PERMISSION: {
    status: 77,
    meaning: "this program was not given the permission that this needs",
  },
  E_MAX_TOKENS: { status: 77, meaning: "the tokens of --max-tokens-total are spent" },
  E_MAX_COST: { status: 77, meaning: "the money of --max-cost is spent" },
  E_MAX_TURNS: { status: 77, meaning: "the answers of --max-turns are spent" },
  E_PROXY: { status: 77, meaning: "a proxy variable would carry the traffic" },
  E_CONFIG: { status: 78, meaning: "the configuration is wrong" },
  E_TIMEOUT: { status: 124, meaning: "the time given with --timeout is over" },
  E_PIPE: { status: 141, meaning: "the reader of the output went away" },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

/** A named reason. */
export type Reason = keyof typeof REASONS;

/** The exit status of a reason. */
export function toStatus(reason: Reason): number {
  return REASONS[reason].status;
}

/** Whether a text, from a record of another process, names a reason. */
export function isReason(text: unknown): text is Reason {
  return typeof text === "string" && Object.hasOwn(REASONS, text);
}
