import { Failure } from "../errors.ts";

/**
 * What is said when this program may not start another: an executable was made without that
 * permission, and nothing that is said to it later can widen it.
 *
 * @param program The program that was to be started.
 */
export function refuseStart(program: string): Failure {
  const how = Deno.build.standalone
    ? "; it was built without --allow-check"
    : ", as it was started without --allow-run";
  return new Failure(
    "E_PERMISSION",
    `Cannot start "${program}": this program may start no other${how}`,
  );
}
