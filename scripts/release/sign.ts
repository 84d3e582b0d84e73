/**
 * Signatures of a release: over its list of digests for people (`ssh-keygen -Y`, minisign), over
 * its provenance and its image for machines (DSSE, cosign).
 *
 * @module
 */

import { createPrivateKey, type KeyObject, sign as signBytes } from "node:crypto";
import { VERSION } from "../../cli/help.ts";
import { Failure } from "../../lib/errors.ts";
import { signLayout } from "../image/signature.ts";
import { runProgram } from "../process.ts";
import { LIST_NAME, writeDigestList } from "./digest_list.ts";
import { ENVELOPE_NAME, PROVENANCE_NAME } from "./provenance.ts";

/** The name that the signature is made for; a key that may sign other things signs nothing else by it. */
export const NAMESPACE = "zerostack-release";
/** A comment that minisign's signature does not cover, so that it has to be a fixed one. */
const UNTRUSTED_COMMENT = "signature of a zerostack release";
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** The keys to sign with; at least one. */
export interface SigningKeys {
  /** A private key of OpenSSH. */
  readonly sshKeyPath?: string;
  /** A secret key of minisign, without a password. */
  readonly minisignKeyPath?: string;
  /** A private key on the curve P-256 in PEM, as cosign takes them. */
  readonly cosignKeyPath?: string;
}

/**
 * Signs a folder. The list of digests is made anew, over all that is in it.
 *
 * @throws {Failure} With `E_USAGE` without any key, and with what a tool says.
 */
export async function signRelease(path: string, keys: SigningKeys): Promise<void> {
  const { sshKeyPath, minisignKeyPath, cosignKeyPath } = keys;
  if ([sshKeyPath, minisignKeyPath, cosignKeyPath].every((key) => key === undefined)) {
    throw new Failure("E_USAGE", `Cannot sign "${path}": no key was given`);
  }
  if (cosignKeyPath !== undefined) await signForMachines(path, cosignKeyPath);
  await writeDigestList(path);
  const listPath = `${path}/${LIST_NAME}`;
  if (sshKeyPath !== undefined) {
    await runProgram([
      "ssh-keygen",
      "-Y",
      "sign",
      "-q",
      "-f",
      sshKeyPath,
      "-n",
      NAMESPACE,
      listPath,
    ]);
  }
  if (minisignKeyPath !== undefined) await signWithMinisign(listPath, minisignKeyPath);
}

async function signWithMinisign(listPath: string, keyPath: string): Promise<void> {
  const comments = ["-c", UNTRUSTED_COMMENT, "-t", `zerostack ${VERSION}`];
  await runProgram(["minisign", "-S", "-s", keyPath, "-m", listPath, ...comments]);
}

async function signForMachines(path: string, keyPath: string): Promise<void> {
  const key = createPrivateKey(await Deno.readTextFile(keyPath));
  if (await isFile(`${path}/image/index.json`)) {
    await signLayout(`${path}/image`, (payload) => signBytes("sha256", payload, key));
  }
  if (await isFile(`${path}/${PROVENANCE_NAME}`)) await writeEnvelope(path, key);
}

/** The provenance in an envelope with its signature, as DSSE 1.0 has it. */
async function writeEnvelope(path: string, key: KeyObject): Promise<void> {
  const statement = await Deno.readFile(`${path}/${PROVENANCE_NAME}`);
  const prefix = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${statement.length} `;
  const signed = new Uint8Array([...new TextEncoder().encode(prefix), ...statement]);
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: statement.toBase64(),
    signatures: [{ sig: new Uint8Array(signBytes("sha256", signed, key)).toBase64() }],
  };
  await Deno.writeTextFile(`${path}/${ENVELOPE_NAME}`, JSON.stringify(envelope, null, 2) + "\n");
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
