/**
 * The bills of materials, in both common forms, from `deno.lock` and the pinned files.
 *
 * @module
 */

import { VERSION } from "../../cli/help.ts";
import { type Component, readComponents } from "./components.ts";
import { printCycloneDx, type Subject } from "./cyclonedx.ts";
import { printSpdx } from "./spdx.ts";

export { type Component, readComponents } from "./components.ts";

/** The names of the bills. */
export const BILL_NAMES = ["bill.cdx.json", "bill.spdx.json"] as const;

/**
 * Writes the bills to a folder.
 *
 * @param outPath The folder; it must be there.
 * @param options The folder of the project, and the time that the bills state.
 * @returns The components that they list.
 */
export async function writeBills(
  outPath: string,
  options: { readonly projectPath: string; readonly epochSeconds: number },
): Promise<readonly Component[]> {
  const { projectPath, epochSeconds } = options;
  const components = await readComponents(projectPath);
  const subject: Subject = { name: "zerostack", version: VERSION, epochSeconds };
  const [cycloneDx, spdx] = BILL_NAMES;
  await Deno.writeTextFile(`${outPath}/${cycloneDx}`, printCycloneDx(subject, components));
  await Deno.writeTextFile(`${outPath}/${spdx}`, await printSpdx(subject, components));
  return components;
}
