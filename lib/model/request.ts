import { InputError } from "../errors.ts";
import type { Message, RequestRecord, UnknownRecord } from "../types.ts";
import { isObject } from "./delta.ts";

const ROLES: readonly unknown[] = ["system", "user", "assistant"];

/**
 * Reads a request that another program may have written: only its messages must be there.
 *
 * @throws {InputError} When it has none, or a message is not one.
 */
export function parseRequest(record: UnknownRecord): RequestRecord {
  const { messages, base, budget } = record;
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new InputError('Cannot read request: expected "messages" with at least one message');
  }
  return {
    task: "",
    answer: "text",
    excerpts: [],
    ...record,
    type: "request",
    messages: messages.map(parseMessage),
    base: { files: [], ...(isObject(base) ? base : {}) },
    budget: {
      vocabulary: "bytes/4",
      exact: false,
      limitTokens: 0,
      usedTokens: 0,
      replyTokens: 0,
      omitted: [],
      ...(isObject(budget) ? budget : {}),
    },
  };
}

function parseMessage(value: unknown, index: number): Message {
  const wrong = (what: string) =>
    new InputError(`Cannot read request: message ${index + 1} ${what}`);
  if (!isObject(value)) throw wrong("is not an object");
  const { role, content } = value;
  if (!ROLES.includes(role)) throw wrong('has no role of "system", "user" or "assistant"');
  if (typeof content !== "string") throw wrong('has no text in "content"');
  if (!content.isWellFormed()) throw wrong("is not Unicode text");
  return { role: role as Message["role"], content };
}
