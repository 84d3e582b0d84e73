/**
 * The `rename` stage: renames a symbol everywhere, or says why that cannot be proven right.
 *
 * @module
 */

export type { Pointer } from "./choose.ts";
export type { Place, Refusal } from "./plan.ts";
export {
  type RenameEngine,
  type RenameOptions,
  type RenamePorts,
  type RenameResult,
  renameSymbol,
} from "./rename.ts";
