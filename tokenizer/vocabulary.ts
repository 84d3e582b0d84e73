/**
 * What a tokenizer knows: its tokens, their merges, and how it cuts text.
 *
 * @module
 */

import type { Merges } from "./merges.ts";
import type { SplitterName } from "./split.ts";
import type { Transducer } from "./transducer.ts";
import type { TokenBytes } from "./trie_build.ts";

/** A vocabulary in the form in which the engines use it. */
export interface Vocabulary {
  /** Its name, such as `o200k_base`. */
  readonly name: string;
  /** How text is cut into pieces. */
  readonly splitter: SplitterName;
  /** The tables that find most ends of pieces, of that splitter. */
  readonly transducer: Transducer;
  /** How text is rewritten before: not at all, or into normal form C. */
  readonly normalizer: "none" | "nfc";
  /**
   * The tokens for whole pieces and for longest matches, see `trie.ts`. Of a vocabulary out of a model
   * file it is built when it is first asked for.
   */
  readonly trie: Int32Array;
  /** Whether the trie is there. */
  readonly hasTrie: () => boolean;
  /** The token of each byte. */
  readonly byteTokens: Int32Array;
  /** The merges. */
  readonly merges: Merges;
  /** The token that each merge makes; absent in a proper vocabulary, where the numbers are equal. */
  readonly results?: Int32Array;
  /** The id of each token, where the numbering inside differs from the one outside. */
  readonly ids?: Int32Array;
  /** The bytes of each token; absent where they are to be put together from the merges. */
  readonly tokenBytes?: TokenBytes;
  /** The special tokens by text. */
  readonly specials: ReadonlyMap<string, number>;
}
