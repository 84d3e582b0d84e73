import { parseArgs } from "./mod.ts";
import * as all from "./mod.ts";

const options = { parseArgs, other: all.parseArgs };
function inner(parseArgs: number) {
  return parseArgs + 1;
}
console.log("parseArgs", options.parseArgs(parseArgs([])), inner(1));
