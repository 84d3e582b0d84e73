/**
 * Hard budgets over all turns of all candidates. A turn that would go over is not begun; one that
 * goes over while it is answered is broken off.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { Reason } from "../reasons.ts";
import type { AnswerRecord, UsageRecord } from "../types.ts";
import { type Price, type Prices, toCost } from "./prices.ts";

/** What may be spent; what is absent has no limit. */
export interface BudgetLimits {
  /** Most tokens, of all requests and answers together. */
  readonly totalTokens?: number;
  /** Most that may be paid, in the currency of the prices. */
  readonly cost?: number;
  /** Most answers that are asked for. */
  readonly turns?: number;
  /** What the models cost. Default: nothing is known. */
  readonly prices?: Prices;
}

/** What was spent. */
export interface Spending {
  /** Answers that were asked for. */
  readonly turns: number;
  /** Tokens of the requests. */
  readonly inputTokens: number;
  /** Those of them that the server had cached. */
  readonly cachedTokens: number;
  /** Tokens of the answers. */
  readonly outputTokens: number;
  /** What that costs; absent when the price of a model is not known. */
  readonly cost?: number;
}

/** One answer on its way. */
export interface Turn {
  /**
   * Sees a record of the answer.
   *
   * @throws {Failure} With the reason of the budget that is spent.
   */
  see(record: AnswerRecord): void;
}

/** A budget in use. */
export interface SpendingBudget {
  /**
   * Begins a turn.
   *
   * @param inputTokens About how many tokens the request has.
   * @throws {Failure} With the reason of the budget that does not allow it.
   */
  begin(inputTokens: number): Turn;
  /** What was spent so far. */
  spent(): Spending;
}

/** Characters of a token, where the server has not counted yet. */
const TOKEN_CHARS = 4;

/** One turn's own account. */
interface Account {
  usage: Omit<UsageRecord, "type">;
  price?: Price;
}

/** Opens a budget. */
export function openBudget(limits: BudgetLimits): SpendingBudget {
  const accounts: Account[] = [];
  const requireRoom = () => {
    const { turns, inputTokens, outputTokens, cost } = sum(accounts);
    requireWithin("E_MAX_TURNS", "answers would be asked for", turns, limits.turns);
    requireWithin(
      "E_MAX_TOKENS",
      "tokens are used",
      inputTokens + outputTokens,
      limits.totalTokens,
    );
    requireWithin("E_MAX_COST", "is what it costs", cost ?? 0, limits.cost);
  };
  return {
    begin(inputTokens) {
      const account: Account = { usage: { inputTokens, outputTokens: 0 } };
      accounts.push(account);
      try {
        requireRoom();
      } catch (error) {
        accounts.splice(accounts.indexOf(account), 1); // it is not begun
        throw error;
      }
      return {
        see(record) {
          enter(account, record, limits.prices);
          if (record.type !== "done") requireRoom();
        },
      };
    },
    spent: () => sum(accounts),
  };
}

function enter(account: Account, record: AnswerRecord, prices: Prices | undefined): void {
  const { usage } = account;
  switch (record.type) {
    case "start":
      account.price = prices?.get(record.model);
      break;
    case "text": {
      const outputTokens = usage.outputTokens + record.text.length / TOKEN_CHARS;
      account.usage = { ...usage, outputTokens };
      break;
    }
    case "usage":
      account.usage = {
        inputTokens: record.inputTokens || usage.inputTokens,
        cachedTokens: record.cachedTokens,
        outputTokens: record.outputTokens || usage.outputTokens,
      };
  }
}

function sum(accounts: readonly Account[]): Spending {
  const add = (value: (account: Account) => number) =>
    accounts.reduce((total, account) => total + value(account), 0);
  const isPriced = accounts.length > 0 && accounts.every(({ price }) => price !== undefined);
  return {
    turns: accounts.length,
    inputTokens: Math.ceil(add(({ usage }) => usage.inputTokens)),
    cachedTokens: add(({ usage }) => usage.cachedTokens ?? 0),
    outputTokens: Math.ceil(add(({ usage }) => usage.outputTokens)),
    ...(isPriced ? { cost: add(({ usage, price }) => toCost(price!, usage)) } : {}),
  };
}

function requireWithin(reason: Reason, what: string, value: number, limit = Infinity): void {
  if (value <= limit) return;
  const now = Number.isInteger(value) ? value : value.toPrecision(3);
  throw new Failure(reason, `Cannot go on: ${now} ${what}, and the budget is ${limit}`);
}
