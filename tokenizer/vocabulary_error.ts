/**
 * The error for vocabularies that cannot be read.
 *
 * @module
 */

/** A vocabulary is cut, damaged, or of a kind that is not known. */
export class VocabularyError extends SyntaxError {
  /** Name of the error, for messages and checks. */
  override readonly name = "VocabularyError";
}
