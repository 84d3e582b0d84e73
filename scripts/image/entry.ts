/**
 * How a command is started in the image: with the permissions of its row, spelled out.
 *
 * @module
 */

import type { CommandRow } from "../../cli/command.ts";
import { DATA_NAME, PROGRAM_NAME } from "../bundle/mod.ts";
import { PROGRAM_FOLDER, RUNTIME_PATH } from "./root.ts";

/** Where the repository is mounted. */
export const REPOSITORY_PATH = "/repo";
/** Where keys and certificates are mounted. */
export const SECRETS_PATH = "/run/secrets";

/** What may be reached when no host is named: this machine. */
export const LOOPBACK_HOSTS: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

/** The commands that can run in the image; the others start programs, and it has none. */
export function imageCommands(commands: readonly CommandRow[]): CommandRow[] {
  return commands.filter((row) => !row.needs.run);
}

/**
 * The entry point of a command, or of all of them.
 *
 * @param rows One row for an image of its own; several for the one that has them all.
 * @param hosts The hosts that the model may be at.
 */
export function entryPoint(rows: readonly CommandRow[], hosts: readonly string[]): string[] {
  const needs = rows.map((row) => row.needs);
  const reads = [
    `/${PROGRAM_FOLDER}/${DATA_NAME}`,
    ...(needs.some(({ read }) => read !== "none") ? [REPOSITORY_PATH] : []),
    ...(needs.some(({ net }) => net) ? [SECRETS_PATH] : []),
    ...(needs.some(({ programs }) => programs) ? ["/usr/bin"] : []),
  ];
  const name = rows.length === 1 ? `${rows[0].name}.js` : PROGRAM_NAME;
  return [
    `/${RUNTIME_PATH}`,
    "run",
    "--quiet",
    "--v8-flags=--max-semi-space-size=4", // as the launcher does
    "--no-prompt",
    "--no-config",
    "--no-remote",
    "--no-npm",
    `--allow-read=${reads.join(",")}`,
    ...(needs.some(({ net }) => net) ? [`--allow-net=${hosts.join(",")}`] : []),
    "--allow-env",
    `/${PROGRAM_FOLDER}/${name}`,
  ];
}
