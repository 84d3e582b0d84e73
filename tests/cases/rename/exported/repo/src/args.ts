/** Reads arguments; see parseArgs. */
export function parseArgs(args: string[]): string[] {
  return args.length > 9 ? parseArgs(args.slice(1)) : args;
}
