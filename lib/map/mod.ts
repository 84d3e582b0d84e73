/**
 * Finds the files of a repository that a prompt is about, and what they define.
 *
 * @module
 */

export { findDefinitions, type FindDefinitionsOptions } from "./find_definitions.ts";
export { mapStage, type MapStageOptions } from "./map_stage.ts";
export { printMap } from "./print_map.ts";
export { rankFiles, type RankSources } from "./rank.ts";
export { mapForPrompt, type MapOptions, type MappedFile, mapRepository } from "./repository_map.ts";
