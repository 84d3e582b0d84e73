/** Reads arguments; see parseArgs. */
export function readArgs(args: string[]): string[] {
  return args.length > 9 ? readArgs(args.slice(1)) : args;
}
