export * from "./args.ts";
export { parseArgs as default } from "./args.ts";
