import { Failure } from "../errors.ts";
import type { UsageRecord } from "../types.ts";

/** What a model costs, in the user's currency for a million tokens. */
export interface Price {
  /** Tokens of the request. */
  readonly input: number;
  /** Tokens of the request that the server had cached. Default: as `input`. */
  readonly cached?: number;
  /** Tokens of the answer. */
  readonly output: number;
}

/** Prices by the name of the model. */
export type Prices = ReadonlyMap<string, Price>;

const MILLION = 1_000_000;
const FIELDS = ["input", "cached", "output"] as const;

/**
 * Reads a table of prices: `{"model": {"input": 0.5, "cached": 0.1, "output": 1.5}}`, for a million
 * tokens each.
 *
 * @param text The JSON.
 * @param name The file, for messages.
 * @throws {Failure} With `E_CONFIG` for anything else.
 */
export function parsePrices(text: string, name: string): Prices {
  const refuse = (why: string, cause?: unknown) =>
    new Failure("E_CONFIG", `Cannot read prices "${name}": ${why}`, { cause });
  let table: unknown;
  try {
    table = JSON.parse(text);
  } catch (cause) {
    throw refuse("it is not JSON", cause);
  }
  if (!isObject(table)) throw refuse("expected an object of models");
  return new Map(
    Object.entries(table).map(([model, price]) => {
      if (!isObject(price)) throw refuse(`"${model}" is not an object`);
      const unknown = Object.keys(price).find((field) => !FIELDS.some((known) => known === field));
      if (unknown !== undefined) throw refuse(`"${model}" has the unknown field "${unknown}"`);
      for (const field of FIELDS) {
        if (field === "cached" && price[field] === undefined) continue;
        if (typeof price[field] === "number" && price[field] >= 0) continue;
        throw refuse(`"${field}" of "${model}" must be a number from 0`);
      }
      return [model, price as unknown as Price];
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an answer costs. */
export function toCost(price: Price, usage: Omit<UsageRecord, "type">): number {
  const { inputTokens, cachedTokens = 0, outputTokens } = usage;
  const cached = Math.min(cachedTokens, inputTokens);
  const input = (inputTokens - cached) * price.input + cached * (price.cached ?? price.input);
  return (input + outputTokens * price.output) / MILLION;
}
