/**
 * Every record that travels between stages: the protocol.
 *
 * One record is one JSON object on one line. `type` names it; readers ignore fields that they do
 * not know and pass on types that they do not know. Paths are relative to the repository root,
 * with `/`, without `..`. Lines count from 1, byte offsets from 0, columns from 1 in UTF-8 bytes;
 * ends are exclusive. There are no timestamps and no secrets in any record.
 *
 * @module
 */

/** A place in a file: lines and columns from 1, columns in UTF-8 bytes, the end exclusive. */
export interface Range {
  /** First line, from 1. */
  readonly startLine: number;
  /** Column in the first line, from 1, in bytes; absent when only lines are known. */
  readonly startColumn?: number;
  /** Line of the exclusive end, from 1. */
  readonly endLine: number;
  /** Column of the exclusive end, from 1, in bytes; absent when only lines are known. */
  readonly endColumn?: number;
}

/** A file of the repository. */
export interface FileRecord {
  /** Names the record. */
  readonly type: "file";
  /** Path from the repository root. */
  readonly path: string;
  /** Language by name, such as `typescript`; absent when it is not known. */
  readonly language?: string;
  /** Size in bytes. */
  readonly sizeBytes?: number;
  /** `sha256:` and the digest of the bytes in hexadecimal; absent when they were not read. */
  readonly digest?: string;
  /** How well it fits the prompt, or how much the repository refers to it; larger is better. */
  readonly score?: number;
}

/** A definition in a file. */
export interface SymbolRecord {
  /** Names the record. */
  readonly type: "symbol";
  /** Path of the file from the repository root. */
  readonly path: string;
  /** The name that is defined. */
  readonly name: string;
  /** What it is, such as `function`, `class`, `method`. */
  readonly kind: string;
  /** The whole definition. */
  readonly range: Range;
  /** The first line of the definition, without its body. */
  readonly signature?: string;
  /** How often the repository refers to the name; absent when that was not counted. */
  readonly references?: number;
  /** How well it fits the prompt, or how much the repository refers to it; larger is better. */
  readonly score?: number;
}

/** One message of a request. */
export interface Message {
  /** Who speaks. */
  readonly role: "system" | "user" | "assistant";
  /** What is said. */
  readonly content: string;
}

/** The form in which the model is asked to write its edits, or `text` for a plain answer. */
export type AnswerForm = "search-replace" | "whole" | "udiff" | "apply-patch" | "json" | "text";

/** A part of a file that is in the request; lines from 1, the end exclusive. */
export interface Excerpt {
  /** Path from the repository root. */
  readonly path: string;
  /** First line, from 1. */
  readonly startLine: number;
  /** Line after the last one. */
  readonly endLine: number;
  /** What it costs, in tokens of the budget's vocabulary. */
  readonly tokens: number;
}

/** How the request was made to fit. */
export interface Budget {
  /** Name of the vocabulary that counted. */
  readonly vocabulary: string;
  /** Whether the counts are exact for that vocabulary, or an estimate. */
  readonly exact: boolean;
  /** Most tokens that the request may have. */
  readonly limitTokens: number;
  /** Tokens that it has. */
  readonly usedTokens: number;
  /** Tokens left for the answer; 0 when the window is not known. */
  readonly replyTokens: number;
  /** What was left out, most wanted first, and why. */
  readonly omitted: readonly Omission[];
}

/** Something that is not in the request. */
export interface Omission {
  /** Path from the repository root. */
  readonly path: string;
  /** Why, such as `budget`, `binary`, `ignored`, `secret`. */
  readonly why: string;
}

/** What of the repository is shown because the model asked for it. */
export interface ShownExcerpt {
  /** Path from the repository root. */
  readonly path: string;
  /** First line, from 1. */
  readonly startLine: number;
  /** Line after the last one. */
  readonly endLine: number;
  /** Length of the lines as they are shown, each with its newline. */
  readonly sizeBytes: number;
  /** `sha256:` and the digest of those bytes in hexadecimal. */
  readonly digest: string;
}

/** Something that the model asked to see. */
export interface Asked {
  /** A path, lines of one, or a name, as the model wrote it. */
  readonly wish: string;
  /** What is shown for it. */
  readonly shown: readonly ShownExcerpt[];
  /** Why nothing is; absent when something is shown. */
  readonly why?: string;
}

/** A file as it was when the request was made. */
export interface BaseFile {
  /** Path from the repository root. */
  readonly path: string;
  /** `sha256:` and the digest of its bytes in hexadecimal. */
  readonly digest: string;
  /** Whether the request shows only some of its lines; absent when it shows all. */
  readonly isPart?: true;
}

/** The state of the repository that a request, and so a patch, is for. */
export interface Base {
  /** The commit that HEAD names; absent without one. */
  readonly commit?: string;
  /** The files that the request shows. */
  readonly files: readonly BaseFile[];
}

/** What is asked of a model. It names no host and holds no key, so that any model can take it. */
export interface RequestRecord {
  /** Names the record. */
  readonly type: "request";
  /** The prompt as the user wrote it. */
  readonly task: string;
  /** What the model reads. */
  readonly messages: readonly Message[];
  /** The form that the answer should have. */
  readonly answer: AnswerForm;
  /** How it was made to fit. */
  readonly budget: Budget;
  /** What of the repository is in it, most important first. */
  readonly excerpts: readonly Excerpt[];
  /** What the model asked to see, the last first; absent when it did not. */
  readonly asked?: readonly Asked[];
  /** What it was made from. */
  readonly base: Base;
}

/** Begins an answer. */
export interface StartRecord {
  /** Names the record. */
  readonly type: "start";
  /** Digest of the request. */
  readonly request: string;
  /** Name of the model that answers. */
  readonly model: string;
  /** What the request was made from. */
  readonly base: Base;
  /** The form that was asked for. */
  readonly answer: AnswerForm;
}

/** A piece of the answer. */
export interface TextRecord {
  /** Names the record. */
  readonly type: "text";
  /** The piece. */
  readonly text: string;
}

/** What the answer cost, as the server counts. */
export interface UsageRecord {
  /** Names the record. */
  readonly type: "usage";
  /** Tokens of the request. */
  readonly inputTokens: number;
  /** Those of them that the server had cached; absent when it does not say. */
  readonly cachedTokens?: number;
  /** Tokens of the answer. */
  readonly outputTokens: number;
}

/** Ends a complete answer. */
export interface DoneRecord {
  /** Names the record. */
  readonly type: "done";
  /** Why the model stopped; only `stop` is a complete answer. */
  readonly stop: "stop";
}

/** Ends a stream that failed; the next stage passes it on and ends with its status. */
export interface ErrorRecord {
  /** Names the record. */
  readonly type: "error";
  /** The stage that failed first. */
  readonly stage: string;
  /** Exit status that goes with the reason. */
  readonly status: number;
  /** Named reason. */
  readonly reason: string;
  /** One line for a person. */
  readonly message: string;
  /** Wait before another try, in milliseconds; absent when nothing is known. */
  readonly retryAfterMs?: number;
}

/** What a model writes: one `start`, then text and usage, then exactly one `done` or `error`. */
export type AnswerRecord = StartRecord | TextRecord | UsageRecord | DoneRecord | ErrorRecord;

/** What became of one file in a patch. */
export interface PatchedFile {
  /** Path after the change, from the repository root; for a deletion the path before. */
  readonly path: string;
  /** Path before, for a rename only. */
  readonly from?: string;
  /** What happened. */
  readonly change: "modify" | "create" | "delete" | "rename";
}

/** A validated, generated diff; on a pipe it is the raw diff. */
export interface PatchRecord {
  /** Names the record. */
  readonly type: "patch";
  /** The stage that made it. */
  readonly origin: string;
  /** A git diff, ready for `git apply`. */
  readonly diff: string;
  /** The files that it changes, sorted by path. */
  readonly files: readonly PatchedFile[];
}

/** What a command said of a patch. */
export interface CheckRecord {
  /** Names the record. */
  readonly type: "check";
  /** Digest of the diff. */
  readonly patch: string;
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** Whether it succeeded. */
  readonly ok: boolean;
  /** Its exit status; 128 and the signal's number when a signal ended it. */
  readonly exitCode: number;
  /** How long it ran, in milliseconds. */
  readonly durationMs: number;
  /** What it wrote to stdout and stderr, cut to what matters when it is long. */
  readonly output: string;
}

/** A replacement of bytes in one file; offsets from 0, the end exclusive. */
export interface ByteEdit {
  /** Path from the repository root. */
  readonly path: string;
  /** First byte that goes, from 0. */
  readonly startByte: number;
  /** Byte after the last one that goes. */
  readonly endByte: number;
  /** What comes in their place. */
  readonly text: string;
  /** Digest of the file before; absent for the file of the diagnostic, which has its own. */
  readonly digest?: string;
}

/** A repair that a tool offers; its edits are applied all or not at all. */
export interface Fix {
  /** What it does, for a person. */
  readonly title: string;
  /** Whether the tool promises that the meaning stays. */
  readonly safety: "safe" | "unsafe" | "manual";
  /** Its edits; they do not overlap. */
  readonly edits: readonly ByteEdit[];
}

/** A finding of a linter, compiler or test runner. */
export interface DiagnosticRecord {
  /** Names the record. */
  readonly type: "diagnostic";
  /** What the tool says. */
  readonly message: string;
  /** Where; absent when the tool names no place. */
  readonly location?: {
    /** Path from the repository root. */
    readonly path: string;
    /** The place; absent when the finding is about the whole file. */
    readonly range?: Range;
    /** Digest of the file that the tool read; absent when it is not known. */
    readonly digest?: string;
  };
  /** How bad. */
  readonly severity: "error" | "warning" | "info" | "hint";
  /** The tool, by name. */
  readonly source: string;
  /** The tool's version; absent when it does not say. */
  readonly sourceVersion?: string;
  /** The tool's code for the rule; absent when it has none. */
  readonly code?: string;
  /** What could be done about it. */
  readonly fixes: readonly Fix[];
}

/** A count of tokens. */
export interface TokensRecord {
  /** Names the record. */
  readonly type: "tokens";
  /** The file, or `-` for stdin. */
  readonly path: string;
  /** Its length in tokens. */
  readonly tokens: number;
  /** Its length in bytes. */
  readonly sizeBytes: number;
  /** Name of the vocabulary. */
  readonly vocabulary: string;
  /** Whether the count is exact for that vocabulary. */
  readonly exact: boolean;
}

/** Any record of the protocol. */
export type KnownRecord =
  | FileRecord
  | SymbolRecord
  | RequestRecord
  | AnswerRecord
  | PatchRecord
  | CheckRecord
  | DiagnosticRecord
  | TokensRecord;

/** A record of a type that this version does not know; it is passed on as it is. */
export interface UnknownRecord {
  /** Names the record. */
  readonly type: string;
  /** Whatever else it holds. */
  readonly [field: string]: unknown;
}
