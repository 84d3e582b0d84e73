import type { CheckPatch } from "../ports.ts";
import type { CheckRecord } from "../types.ts";

/** Checks equal patches once: a model that answers the same again learns the same again. */
export function checkOnce(checkPatch: CheckPatch): CheckPatch {
  const known = new Map<string, Promise<CheckRecord>>();
  return (diff, signal) => {
    const key = typeof diff === "string" ? diff : new TextDecoder().decode(diff);
    const found = known.get(key);
    if (found !== undefined) return found;
    const check = checkPatch(diff, signal);
    known.set(key, check);
    check.catch(() => known.delete(key)); // it said nothing about the patch
    return check;
  };
}
