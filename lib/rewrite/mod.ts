/**
 * The `rewrite` stage: replaces every place that a pattern fits.
 *
 * @module
 */

export {
  type LostComment,
  type Rewrite,
  rewriteFiles,
  type RewriteOptions,
  type RewritePorts,
} from "./rewrite.ts";
