/**
 * Whether this machine can build a cage: where it cannot, the tests that need one show as ignored. In
 * CI they are never left out.
 *
 * @module
 */

import { createCage } from "../lib/host/cage.ts";

/** Whether the tests that need a cage are left out. */
export const LACKS_CAGE: boolean = Deno.env.get("CI") === undefined && !await canBuildCage();

async function canBuildCage(): Promise<boolean> {
  const root = await Deno.makeTempDir();
  try {
    await createCage({ root })(new Uint8Array(), ["true"]);
    return true;
  } catch {
    return false; // why is what `check` says when it is called
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Declares a test that needs a cage. */
export function testInCage(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: LACKS_CAGE, fn });
}
