import type { CommandRow } from "../../cli/command.ts";

/** The hosts that an executable may speak to when none is named: this machine. */
export const LOOPBACK_HOSTS: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

/**
 * The permissions that are baked into an executable.
 *
 * @param row The command that it is for; absent for the program as a whole, which reads the folder
 * that it is started in, speaks to its hosts, and may do no more.
 * @param hosts Where the model may be.
 */
export function bakedPermissions(row: CommandRow | undefined, hosts: readonly string[]): string[] {
  const needs = row?.needs ?? { read: "repository", net: true };
  return [
    "--no-prompt",
    ...(needs.read === "none" ? [] : ["--allow-read=."]),
    ...(needs.net ? [`--allow-net=${hosts.join(",")}`] : []),
    ...(needs.run ? ["--allow-run"] : []),
    ...(needs.temp ? ["--allow-write=/tmp"] : []),
    "--allow-env",
  ];
}
