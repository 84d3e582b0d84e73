import { parseWishes } from "../more.ts";
import type { CountTokens } from "../ports.ts";
import type { RequestRecord } from "../types.ts";

/** What a request is packed anew with, because the model asked to see more. */
export interface MoreWanted {
  /** All that it asked for so far, the last first: that is shown first. */
  readonly asked: readonly string[];
  /** How often it may still ask. */
  readonly moreRounds: number;
  /** Tokens that messages after the request need. */
  readonly reserveTokens: number;
}

/** How often a model may ask to see more, and how that is packed. */
export interface SecondLookOptions {
  /** How often, from 0. */
  readonly rounds: number;
  /** Packs the request anew, within the same budget. */
  readonly packMore: (wanted: MoreWanted) => Promise<RequestRecord>;
  /** Counts what messages cost. */
  readonly countTokens: CountTokens;
}

/** The looks that one candidate may take. */
export interface SecondLook {
  /** All that was asked for so far, and how often it may still be asked. */
  state(): Pick<MoreWanted, "asked" | "moreRounds">;
  /**
   * Makes a new request of an answer that asks to see more; what was said after the first request
   * stays at its end.
   *
   * @returns Undefined when the answer asks for nothing, or the rounds are over.
   */
  lookAgain(request: RequestRecord, answer: string): Promise<RequestRecord | undefined>;
}

/** A packed request has the instructions and the task. */
const PACKED_MESSAGES = 2;

/** Makes the looks of one candidate. */
export function openSecondLook({ rounds, packMore, countTokens }: SecondLookOptions): SecondLook {
  let moreRounds = rounds;
  let asked: readonly string[] = [];
  return {
    state: () => ({ asked, moreRounds }),
    async lookAgain(request, answer) {
      const wishes = moreRounds > 0 ? parseWishes(answer) : [];
      if (wishes.length === 0) return undefined;
      moreRounds--;
      asked = [...new Set([...wishes, ...asked])];
      const later = request.messages.slice(PACKED_MESSAGES);
      const reserveTokens = later.reduce((sum, { content }) => sum + countTokens(content), 0);
      const packed = await packMore({ asked, moreRounds, reserveTokens });
      return { ...packed, answer: request.answer, messages: [...packed.messages, ...later] };
    },
  };
}
