export * from "./args.ts";
export { readArgs as default } from "./args.ts";
