/**
 * From the tokens and merges of a model file to a vocabulary, with the engine that is right for it.
 *
 * A vocabulary is proper if every token is a single byte or is made by one merge, of earlier tokens,
 * and if encoding its bytes gives the token. Then the encoding can be searched from left to right;
 * all others are encoded by merging in order.
 *
 * @module
 */

import { assembleProper, findByteTokens, type VocabularyHead } from "./assemble.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { isCompatible } from "./compatible.ts";
import {
  createMerges,
  LENGTH_LIMIT_BYTES,
  MERGE_LIMIT,
  type Merges,
  setByte,
  setMerge,
} from "./merges.ts";
import { findSteps } from "./split.ts";
import { TokenList } from "./token_list.ts";
import { buildTransducer } from "./transducer_build.ts";
import { buildTrie, type TokenBytes } from "./trie_build.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** Tokens that are single bytes. */
const BYTES = 256;

/** What a model file says. Tokens count in the order of the list, merges in order of priority. */
export interface BpeDraft {
  /** The tokens. */
  readonly tokenBytes: TokenBytes;
  /** The id of each token. */
  readonly ids: Int32Array;
  /** The left token of each merge. */
  readonly left: Int32Array;
  /** The right token of each merge. */
  readonly right: Int32Array;
  /** The token that each merge makes. */
  readonly results: Int32Array;
  /** Whether a piece that is a token is one, even if no merges make it. */
  readonly ignoresMerges: boolean;
}

/**
 * Makes the vocabulary.
 *
 * @throws {VocabularyError} If a byte has no token, or there are too many of anything.
 */
export function assembleBpe(head: VocabularyHead, draft: BpeDraft): Vocabulary {
  const byteTokens = findByteTokens(draft.tokenBytes);
  const missing = byteTokens.indexOf(-1);
  if (missing >= 0) {
    throw new VocabularyError(`Cannot read vocabulary: there is no token for byte ${missing}`);
  }
  if (Math.max(draft.results.length, draft.ids.length) > MERGE_LIMIT) {
    throw new VocabularyError(`Cannot read vocabulary: it has more than ${MERGE_LIMIT} entries`);
  }
  return tryProper(head, draft, byteTokens) ?? assembleImproper(head, draft, byteTokens);
}

/** The vocabulary as a proper one; undefined if it is none. */
function tryProper(
  head: VocabularyHead,
  draft: BpeDraft,
  byteTokens: Int32Array,
): Vocabulary | undefined {
  const merges = createMerges(draft.ids.length);
  const numbers = numberTokens(draft, byteTokens, merges);
  if (numbers === undefined) return undefined;
  const { tokenBytes, ids } = draft;
  if (isIdentity(numbers)) {
    return assembleProper(head, { tokenBytes, merges }, isIdentity(ids) ? undefined : ids);
  }
  const order = new Int32Array(numbers.length);
  for (let token = 0; token < numbers.length; token++) order[numbers[token]] = token;
  const numbered = order.map((token) => ids[token]);
  return assembleProper(
    head,
    { tokenBytes: reorder(tokenBytes, order), merges },
    isIdentity(numbered) ? undefined : numbered,
  );
}

/**
 * Numbers the tokens of a proper vocabulary, single bytes first, then by merge, and sets the merges.
 *
 * Each merge is looked at once: its parts must have numbers, so they come earlier, and stay apart
 * until it joins them, for which only earlier merges matter. With a byte 255 it makes a token that
 * has no place in the trie.
 *
 * @returns The number of each token; undefined if the vocabulary is not proper.
 */
function numberTokens(
  { tokenBytes, ids, left, right, results }: BpeDraft,
  byteTokens: Int32Array,
  merges: Merges,
): Int32Array | undefined {
  if (ids.length !== BYTES + results.length) return undefined;
  const { starts } = tokenBytes;
  const numbers = new Int32Array(ids.length).fill(-1);
  for (const [number, token] of byteTokens.toSorted().entries()) {
    numbers[token] = number;
    setByte(merges, number);
  }
  const lastByte = numbers[byteTokens[0xff]];
  for (let merge = 0, number = BYTES; merge < results.length; merge++, number++) {
    const token = results[merge];
    const leftNumber = numbers[left[merge]];
    const rightNumber = numbers[right[merge]];
    const length = starts[token + 1] - starts[token];
    const isProper = numbers[token] < 0 && leftNumber >= 0 && rightNumber >= 0 &&
      leftNumber !== lastByte && rightNumber !== lastByte && length <= LENGTH_LIMIT_BYTES &&
      isCompatible(merges, leftNumber, rightNumber, number);
    if (!isProper) return undefined;
    numbers[token] = number;
    setMerge(merges, number, leftNumber, rightNumber, length);
  }
  return numbers;
}

function isIdentity(numbers: Int32Array): boolean {
  let i = 0;
  while (i < numbers.length && numbers[i] === i) i++;
  return i === numbers.length;
}

function reorder({ bytes, starts }: TokenBytes, order: Int32Array): TokenBytes {
  const ordered = new Uint8Array(bytes.length);
  const orderedStarts = new Uint32Array(order.length + 1);
  let end = 0;
  for (let number = 0; number < order.length; number++) {
    const token = order[number];
    for (let i = starts[token]; i < starts[token + 1]; i++) ordered[end++] = bytes[i];
    orderedStarts[number + 1] = end;
  }
  return { bytes: ordered, starts: orderedStarts };
}

function assembleImproper(
  head: VocabularyHead,
  draft: BpeDraft,
  byteTokens: Int32Array,
): Vocabulary {
  const { tokenBytes, left, right, results, ids } = draft;
  const merges = createMerges(results.length);
  for (let i = 0; i < results.length; i++) setMerge(merges, i, left[i], right[i], 0);
  const trie = buildTrie(
    draft.ignoresMerges
      ? tokenBytes
      : onlyReachable(tokenBytes, new MergeEncoder({ byteTokens, merges, results })),
  );
  return {
    ...head,
    transducer: buildTransducer(findSteps(head.splitter)),
    trie,
    hasTrie: () => true,
    byteTokens,
    merges,
    results,
    ids,
    tokenBytes,
  };
}

/** The tokens, with those emptied that merging does not make of their bytes. */
function onlyReachable({ bytes, starts }: TokenBytes, engine: MergeEncoder): TokenBytes {
  const output = new TokenList();
  const kept: number[] = [];
  const keptStarts = new Uint32Array(starts.length);
  for (let token = 0; token + 1 < starts.length; token++) {
    output.clear();
    if (starts[token + 1] > starts[token]) {
      engine.encodePiece(bytes, starts[token], starts[token + 1], output);
    }
    if (output.count === 1 && output.tokens[0] === token) {
      for (let i = starts[token]; i < starts[token + 1]; i++) kept.push(bytes[i]);
    }
    keptStarts[token + 1] = kept.length;
  }
  return { bytes: Uint8Array.from(kept), starts: keptStarts };
}
