import { resolve } from "@std/path/posix/resolve";
import type { Io } from "./io.ts";
import { openOutput } from "./output.ts";

/** Writes a file of its own, whole or not at all; nothing when the path or the text is absent. */
export async function writeWhole(
  io: Io,
  path: string | undefined,
  text: string | undefined,
): Promise<void> {
  if (path === undefined || text === undefined) return;
  const output = openOutput(resolve(io.directory, path));
  await output.write(new TextEncoder().encode(text));
  await output.commit();
}
