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
import { leftOf, LENGTH_LIMIT_BYTES, MERGE_LIMIT, packMerges, rightOf } from "./merges.ts";
import { findSteps } from "./split.ts";
import { TokenList } from "./token_list.ts";
import { buildTransducer } from "./transducer_build.ts";
import { buildTrie, type TokenBytes } from "./trie_build.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

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
  const missing = findByteTokens(draft.tokenBytes).indexOf(-1);
  if (missing >= 0) {
    throw new VocabularyError(`Cannot read vocabulary: there is no token for byte ${missing}`);
  }
  if (Math.max(draft.results.length, draft.ids.length) > MERGE_LIMIT) {
    throw new VocabularyError(`Cannot read vocabulary: it has more than ${MERGE_LIMIT} entries`);
  }
  return tryProper(head, draft) ?? assembleImproper(head, draft);
}

/** The vocabulary as a proper one; undefined if it is none. */
function tryProper(head: VocabularyHead, draft: BpeDraft): Vocabulary | undefined {
  const order = orderByMerge(draft);
  if (order === undefined) return undefined;
  const tokenBytes = reorder(draft.tokenBytes, order);
  if (!fitsTrie(tokenBytes)) return undefined;
  const parts = numberParts(draft, order);
  if (parts === undefined) return undefined;
  const vocabulary = assembleProper(head, { tokenBytes, ...parts }, numberIds(draft.ids, order));
  return isReachable(vocabulary) ? vocabulary : undefined;
}

/** The parts of each token by number; undefined if one comes before its parts. */
function numberParts({ left, right, results }: BpeDraft, order: Int32Array) {
  const numbers = new Int32Array(order.length);
  const leftNumbers = new Int32Array(order.length);
  for (let number = 0; number < order.length; number++) {
    numbers[order[number]] = number;
    leftNumbers[number] = number;
  }
  const rightNumbers = leftNumbers.slice();
  for (let merge = 0; merge < results.length; merge++) {
    const number = numbers[results[merge]];
    leftNumbers[number] = numbers[left[merge]];
    rightNumbers[number] = numbers[right[merge]];
    if (leftNumbers[number] >= number || rightNumbers[number] >= number) return undefined;
  }
  return { left: leftNumbers, right: rightNumbers };
}

/** The id of each token by number; undefined if all are equal to the numbers. */
function numberIds(ids: Int32Array, order: Int32Array): Int32Array | undefined {
  const numbered = new Int32Array(order.length);
  let isSame = true;
  for (let number = 0; number < order.length; number++) {
    numbered[number] = ids[order[number]];
    isSame &&= numbered[number] === number;
  }
  return isSame ? undefined : numbered;
}

/** The tokens with single bytes first, then by merge; undefined if one has no merge or several. */
function orderByMerge({ tokenBytes, results, ids }: BpeDraft): Int32Array | undefined {
  const { starts } = tokenBytes;
  const order = new Int32Array(ids.length);
  const isPlaced = new Uint8Array(ids.length);
  let count = 0;
  for (let token = 0; token < ids.length; token++) {
    if (starts[token + 1] - starts[token] !== 1) continue;
    isPlaced[token] = 1;
    order[count++] = token;
  }
  for (const token of results) {
    if (isPlaced[token] !== 0) return undefined;
    isPlaced[token] = 1;
    order[count++] = token;
  }
  return count === ids.length ? order : undefined;
}

function reorder({ bytes, starts }: TokenBytes, order: Int32Array): TokenBytes {
  if (order.every((token, number) => token === number)) return { bytes, starts };
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

/** Whether all tokens but single bytes can be in the trie, and have a length that can be kept. */
function fitsTrie({ bytes, starts }: TokenBytes): boolean {
  for (let token = 0; token + 1 < starts.length; token++) {
    const length = starts[token + 1] - starts[token];
    if (length === 1) continue;
    if (length > LENGTH_LIMIT_BYTES || length === 0) return false;
    for (let i = starts[token]; i < starts[token + 1]; i++) if (bytes[i] === 0xff) return false;
  }
  return true;
}

/** Whether the parts of every token stay apart until they merge into it. */
function isReachable({ merges }: Vocabulary): boolean {
  for (let token = 0; token < merges.parts.length; token++) {
    const left = leftOf(merges, token);
    if (left !== token && !isCompatible(merges, left, rightOf(merges, token), token)) return false;
  }
  return true;
}

function assembleImproper(head: VocabularyHead, draft: BpeDraft): Vocabulary {
  const { tokenBytes, left, right, results, ids } = draft;
  const merges = packMerges({
    left,
    right,
    lengthBytes: new Uint8Array(left.length),
    isMerge: () => true,
  });
  const byteTokens = findByteTokens(tokenBytes);
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
