/**
 * What a command does not need is given up before its first input byte, for good.
 *
 * @module
 */

import type { CommandRow, FlagRow } from "./command.ts";
import type { Options } from "./options.ts";

/** Gives up every permission that the row of a command, with these options, does not need. */
export function dropPermissions(
  row: CommandRow,
  call: {
    readonly options: Options;
    readonly flags: readonly FlagRow[];
    readonly operands: readonly string[];
  },
): void {
  const { needs } = row;
  const given = call.flags.filter((flag) => call.options.has(flag.name));
  const asks = needs.net ||
    (needs.netWith !== undefined && wasGiven(call.options, needs.netWith));
  const socket = asks && given.some(({ name }) => name === "endpoint") &&
    call.options.text("endpoint")?.startsWith("unix:"); // connecting to it is reading and writing
  const writes = needs.temp || socket || given.some((flag) => flag.writes);
  const reads = socket || needs.read === "repository" || needs.run ||
    given.some((flag) => flag.reads || flag.writes) ||
    (needs.read === "files" && !asks); // what can send keeps no sight of other files
  Deno.permissions.revokeSync({ name: "ffi" });
  Deno.permissions.revokeSync({ name: "sys" });
  if (!asks) Deno.permissions.revokeSync({ name: "net" });
  const runs = needs.run ||
    (needs.runWith !== undefined && call.options.has(needs.runWith));
  if (!runs) Deno.permissions.revokeSync({ name: "run" });
  if (!writes) Deno.permissions.revokeSync({ name: "write" });
  if (!reads) Deno.permissions.revokeSync({ name: "read" });
}

/** Whether an option stands on the command line; the environment and the configuration are no order. */
export function wasGiven(options: Options, name: string): boolean {
  return options.origin(name)?.startsWith("option") ?? false;
}
