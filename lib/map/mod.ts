/**
 * Finds the files of a repository that a prompt is about.
 *
 * @module
 */

export { rankFiles, type RankSources } from "./rank.ts";
