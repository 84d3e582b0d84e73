/**
 * Real containers for the tests, by podman and runc, under the name that recipes call: `docker`.
 * Everything that they keep lies in one folder.
 *
 * @module
 */

import { hasProgram } from "./distribution.ts";
import { makeScratch, runProcess, type Scratch } from "./harness.ts";

/** What a container must not ask for where this process may not raise its own limits. */
const LIMITS = "--ulimit nofile=1024:1024 --ulimit nproc=1024:1024";

/** A folder with a program `docker`. */
export async function makeDocker(): Promise<Scratch> {
  const scratch = await makeScratch({ "run/x": "" });
  const options = `--runtime runc --storage-driver vfs --cgroup-manager cgroupfs` +
    ` --root '${scratch.path}/store' --runroot '${scratch.path}/run'`;
  const script = `#!/bin/sh
export XDG_RUNTIME_DIR='${scratch.path}/run'
command=$1
shift
[ "$command" != run ] || set -- ${LIMITS} "$@"
exec podman ${options} "$command" "$@"
`;
  await Deno.writeTextFile(`${scratch.path}/docker`, script, { mode: 0o755 });
  return scratch;
}

/** Whether a container can be run here: one that has a single program in it is. */
export async function canRunContainers(): Promise<boolean> {
  if (!hasProgram("podman", "--version") || !hasProgram("runc", "--version")) return false;
  const { stdout } = await runProcess(["sh", "-c", "command -v busybox"]);
  if (stdout === "") return false;
  await using docker = await makeDocker();
  await using root = await makeScratch({ "bin/x": "", "tmp/x": "" });
  await Deno.copyFile(stdout.trim(), `${root.path}/bin/busybox`);
  const command = [`${docker.path}/docker`, "run", "--rm", "--network=none", "--rootfs", root.path];
  return (await runProcess([...command, "/bin/busybox", "true"])).status === 0;
}
