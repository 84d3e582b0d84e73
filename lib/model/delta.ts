import { Failure } from "../errors.ts";
import type { UsageRecord } from "../types.ts";

/** What one event of an answer says. */
export interface Delta {
  /** A piece of the answer; may be empty. */
  readonly text: string;
  /** Number of characters of reasoning apart from the answer. */
  readonly reasoningChars: number;
  /** Why the model stopped; absent while it goes on. */
  readonly finish?: string;
  /** What the answer cost; absent when the event does not say. */
  readonly usage?: UsageRecord;
}

/**
 * Reads the data of one event.
 *
 * @throws {Failure} With `E_ANSWER` for whatever is not a piece of a plain answer.
 */
export function parseDelta(data: string): Delta {
  const value = parseObject(data);
  refuseError(value);
  const usage = toUsage(value.usage);
  const { choices } = value;
  if (!Array.isArray(choices) && usage !== undefined) return { text: "", reasoningChars: 0, usage };
  if (!Array.isArray(choices)) throw bad('an event has no list "choices"');
  if (choices.length === 0) return { text: "", reasoningChars: 0, usage };
  const choice = choices[0];
  if (choices.length > 1 || !isObject(choice) || (choice.index ?? 0) !== 0) {
    throw bad("an event has more than the one choice that was asked for");
  }
  const delta = choice.delta ?? {};
  if (!isObject(delta)) throw bad('"delta" is not an object');
  refuseOthers(delta);
  return {
    text: toText(delta.content, "content"),
    reasoningChars: toText(delta.reasoning_content, "reasoning_content").length +
      toText(delta.reasoning, "reasoning").length,
    finish: toText(choice.finish_reason, "finish_reason") || undefined,
    usage,
  };
}

/** What the model may not do here: call a tool that nobody offered, or refuse. */
function refuseOthers(delta: Readonly<Record<string, unknown>>): void {
  const { tool_calls: toolCalls, function_call: functionCall, refusal } = delta;
  if ((Array.isArray(toolCalls) ? toolCalls.length > 0 : toolCalls) || functionCall) {
    throw bad("the model calls a tool, and none was offered");
  }
  if (refusal) throw bad(`the model refuses: ${quote(refusal)}`);
}

function refuseError(value: Readonly<Record<string, unknown>>): void {
  if (value.error === undefined || value.error === null) return;
  throw bad(`the server reports an error: ${quote(toErrorText(value))}`);
}

/** The words of an error object, in any of the forms that servers use. */
export function toErrorText(value: unknown): string {
  if (typeof value === "string") return value;
  if (!isObject(value)) return "";
  for (const name of ["error", "message", "detail", "msg"]) {
    const text = toErrorText(value[name]);
    if (text !== "") return text;
  }
  return Array.isArray(value) ? toErrorText(value[0]) : "";
}

function parseObject(data: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw bad("an event is not JSON", cause);
  }
  if (!isObject(value) || Array.isArray(value)) throw bad("an event is not a JSON object");
  return value;
}

/** Whether a value is an object, so that its fields can be looked at. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function toText(value: unknown, name: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw bad(`"${name}" is not a string`);
  return value;
}

/** Counts that are no counts are as good as none: the answer does not depend on them. */
function toUsage(value: unknown): UsageRecord | undefined {
  if (!isObject(value)) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = value;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined;
  const cachedTokens = isObject(value.prompt_tokens_details)
    ? value.prompt_tokens_details.cached_tokens
    : undefined;
  return isCount(cachedTokens)
    ? { type: "usage", inputTokens, cachedTokens, outputTokens }
    : { type: "usage", inputTokens, outputTokens };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Longest piece of another program's words in a message. */
const QUOTE_CHARS = 300;

/** Puts another program's words on one line, not too long, in quotes. */
export function quote(text: unknown): string {
  const line = String(text).toWellFormed().replace(/\s+/g, " ").trim();
  return JSON.stringify(line.length > QUOTE_CHARS ? `${line.slice(0, QUOTE_CHARS)}...` : line);
}

function bad(what: string, cause?: unknown): Failure {
  return new Failure("E_ANSWER", `Cannot use the answer: ${what}`, { cause });
}
