/**
 * From the options of `run` to budgets and a check.
 *
 * @module
 */

import { relative } from "@std/path/posix/relative";
import { resolve } from "@std/path/posix/resolve";
import { type BudgetLimits, parsePrices, type Prices } from "../lib/agent/mod.ts";
import { Failure, toCauseText } from "../lib/errors.ts";
import { findRoot } from "../lib/host/repository.ts";
import type { CheckOptions } from "../lib/pipeline.ts";
import type { Io } from "./io.ts";
import type { ModelSource } from "./model_source.ts";
import type { Options } from "./options.ts";

/** A whole number from 1; throws `E_USAGE` for anything else. */
export function readPositive(options: Options, name: string): number | undefined {
  const value = options.count(name);
  if (value !== 0) return value;
  throw new Failure("E_USAGE", `Cannot take option "--${name}": it must be at least 1`);
}

/**
 * Reads what may be spent.
 *
 * @throws {Failure} With `E_CONFIG` when there is a budget in money and the price of a model is not
 * known: nothing is sent then.
 */
export async function readBudgetLimits(
  options: Options,
  io: Io,
  sources: readonly ModelSource[],
): Promise<BudgetLimits> {
  const prices = await readPrices(options, io);
  const cost = options.number("max-cost");
  if (cost !== undefined) await requirePrices(prices, sources);
  return {
    totalTokens: options.count("max-tokens-total"),
    cost,
    turns: options.count("max-turns"),
    prices,
  };
}

async function readPrices(options: Options, io: Io): Promise<Prices | undefined> {
  const path = options.text("prices");
  if (path === undefined) return undefined;
  try {
    return parsePrices(await Deno.readTextFile(resolve(io.directory, path)), path);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const reason = cause instanceof Deno.errors.NotFound ? "E_MISSING" : "E_IO";
    throw new Failure(reason, `Cannot read prices "${path}": ${toCauseText(cause)}`, { cause });
  }
}

async function requirePrices(
  prices: Prices | undefined,
  sources: readonly ModelSource[],
): Promise<void> {
  for (const source of sources) {
    const name = await source.findName();
    if (name === undefined || prices?.has(name)) continue; // a cassette may have any model
    throw new Failure("E_CONFIG", `Cannot hold --max-cost: --prices has no price of "${name}"`);
  }
}

/** The check of a run; what is asked after a failure is up to who asks. */
export type RunCheck = Omit<CheckOptions, "packAgain">;

/**
 * Makes the check of `--check`, and tries whether there is a cage for it: no token is spent where
 * there is none.
 *
 * @returns Undefined without `--check`.
 */
export async function openRunCheck(options: Options, io: Io): Promise<RunCheck | undefined> {
  const script = options.text("check");
  if (script === undefined || options.has("dry-run")) return undefined;
  const { openCage } = await import("./cage_source.ts");
  const { checkOnce, createCheck } = await import("../lib/check/mod.ts");
  const runOnPatch = openCage(options, io, {
    net: options.has("check-net"),
    timeoutMs: options.durationMs("check-timeout"),
  });
  await runOnPatch(new Uint8Array(), ["true"], io.signal);
  const root = findRoot(io.directory);
  return {
    checkPatch: checkOnce(createCheck({ command: ["sh", "-c", script], runOnPatch })),
    roots: { roots: [root], folder: relative(root, io.directory) },
  };
}
