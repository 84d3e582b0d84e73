/**
 * Counting tokens: of text, of records, and back from ids.
 *
 * @module
 */

export { type Count, countChunks } from "./count.ts";
export { countRecords } from "./count_records.ts";
export { parseIds, printIds } from "./ids.ts";
export { printCounts, sumTokens } from "./print_counts.ts";
export { truncateChunks } from "./truncate.ts";
