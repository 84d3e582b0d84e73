import type { FlagRow } from "./command.ts";

/** The options of every command that turns an answer into a patch. */
export const PATCH_FLAGS: readonly FlagRow[] = [
  {
    name: "allow-path",
    value: "GLOB",
    many: true,
    help: "let files change that programs run or obey unasked, such as package.json",
  },
  { name: "allow-delete", help: "let any number of files go, and files shrink to a part" },
  { name: "allow-syntax-errors", help: "let a file that parses become one that does not" },
];
