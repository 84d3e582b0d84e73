/**
 * `deno task sign [--ssh-key FILE] [--minisign-key FILE] [--cosign-key FILE] [FOLDER]`: signs a
 * release (default `dist/release/`).
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { Failure } from "../lib/errors.ts";
import { PROJECT_PATH } from "./project.ts";
import { signRelease } from "./release/sign.ts";
import { runTask } from "./task.ts";

await runTask(async (args) => {
  const parsed = parseArgs(args, {
    string: ["ssh-key", "minisign-key", "cosign-key", "_"],
    unknown: (arg, key) => {
      if (key !== undefined) throw new Failure("E_USAGE", `Cannot take option "${arg}"`);
    },
  });
  const text = (name: string) => parsed[name] as string | undefined;
  const [path = `${PROJECT_PATH}/dist/release`] = parsed._.map(String);
  await signRelease(path, {
    sshKeyPath: text("ssh-key"),
    minisignKeyPath: text("minisign-key"),
    cosignKeyPath: text("cosign-key"),
  });
});
