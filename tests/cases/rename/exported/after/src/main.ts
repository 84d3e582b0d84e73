import { readArgs } from "./mod.ts";
import * as all from "./mod.ts";

const options = { parseArgs: readArgs, other: all.readArgs };
function inner(parseArgs: number) {
  return parseArgs + 1;
}
console.log("parseArgs", options.parseArgs(readArgs([])), inner(1));
