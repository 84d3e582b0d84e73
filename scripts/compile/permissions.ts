import type { CommandRow, Needs } from "../../cli/command.ts";

/** The hosts that an executable may speak to when none is named: this machine. */
export const LOOPBACK_HOSTS: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

/** What a site grants its own build. */
export interface Grants {
  /** Where the model may be. */
  readonly hosts: readonly string[];
  /** Whether the program as a whole may start commands: `run --check`, `check` and `lint`. Default: no. */
  readonly allowCheck?: boolean;
}

/** Where a command that needs temporary files may have them. */
const TEMP_PATH = "/tmp";

/**
 * What an executable may touch.
 *
 * @param row The command that it is for; absent for the program as a whole, which reads the folder
 * that it is started in and speaks to its hosts, and starts commands only where the site wants it.
 */
export function bakedNeeds(row: CommandRow | undefined, { allowCheck = false }: Grants): Needs {
  if (row === undefined) {
    const runs = allowCheck ? { run: true, temp: true } as const : {};
    return { read: "repository", net: true, ...runs };
  }
  const { needs } = row;
  return allowCheck && needs.runWith !== undefined ? { ...needs, run: true } : needs;
}

/** The permissions that are baked into an executable. */
export function bakedPermissions(row: CommandRow | undefined, grants: Grants): string[] {
  const needs = bakedNeeds(row, grants);
  const reads = [
    ...(needs.read === "none" ? [] : ["."]),
    ...(needs.temp ? [TEMP_PATH] : []),
  ];
  return [
    "--no-prompt",
    ...(reads.length > 0 ? [`--allow-read=${reads.join(",")}`] : []),
    ...(needs.net ? [`--allow-net=${grants.hosts.join(",")}`] : []),
    ...(needs.run ? ["--allow-run"] : []),
    ...(needs.temp ? [`--allow-write=${TEMP_PATH}`] : []),
    "--allow-env",
  ];
}
