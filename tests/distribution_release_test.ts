/**
 * A signed release, and what `scripts/verify-release` says of one that was touched.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { generateKeyPairSync } from "node:crypto";
import { Failure } from "../lib/errors.ts";
import {
  addBlob,
  addJson,
  createLayout,
  IMAGE_KIND,
  INDEX_TYPE,
  KIND_KEY,
  NAME_KEY,
  writeIndex,
} from "../scripts/image/layout.ts";
import { digestFolder, listFiles } from "../scripts/release/digest_list.ts";
import { writeProvenance } from "../scripts/release/provenance.ts";
import { signRelease } from "../scripts/release/sign.ts";
import { writeBills } from "../scripts/sbom/mod.ts";
import { hasProgram } from "./distribution.ts";
import { makeScratch, type Outcome, PROJECT_PATH, runProcess, type Scratch } from "./harness.ts";

const VERIFY = `${PROJECT_PATH}/scripts/verify-release`;
const hasMinisign = hasProgram("minisign", "-v");
const hasOpenSsl = hasProgram("openssl", "version");

/** A small release with everything in it, its keys beside it, and the options that trust them. */
interface Release {
  readonly path: string;
  readonly trust: readonly string[];
}

const EMPTY_INDEX = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [] };

async function makeRelease(scratch: Scratch): Promise<Release> {
  const path = `${scratch.path}/release`;
  await Deno.mkdir(path);
  await Deno.writeTextFile(`${path}/zerostack.js`, "export const program = 1;\n");
  await createLayout(`${path}/image`);
  const blob = await addBlob(`${path}/image`, new TextEncoder().encode("{}"), "application/x");
  const index = await addJson(`${path}/image`, EMPTY_INDEX, INDEX_TYPE);
  const annotations = { [KIND_KEY]: IMAGE_KIND, [NAME_KEY]: "0.1.0" };
  await writeIndex(`${path}/image`, [
    { ...index, annotations },
    { ...blob, annotations: { [NAME_KEY]: "0.1.0-amd64" } },
  ]);
  const options = { projectPath: PROJECT_PATH, epochSeconds: 0 };
  const components = await writeBills(path, options);
  await writeProvenance(path, { projectPath: PROJECT_PATH, components });
  const trust = await signWithNewKeys(path, scratch.path);
  return { path, trust };
}

async function signWithNewKeys(path: string, keysPath: string): Promise<string[]> {
  await runProcess([
    "ssh-keygen",
    "-q",
    "-t",
    "ed25519",
    "-N",
    "",
    "-C",
    "",
    "-f",
    `${keysPath}/ssh`,
  ]);
  const publicKey = await Deno.readTextFile(`${keysPath}/ssh.pub`);
  await Deno.writeTextFile(
    `${keysPath}/signers`,
    `zerostack-release namespaces="zerostack-release" ${publicKey}`,
  );
  const trust = ["--signers", `${keysPath}/signers`];
  if (hasMinisign) {
    const keys = ["-p", `${keysPath}/minisign.pub`, "-s", `${keysPath}/minisign.key`];
    await runProcess(["minisign", "-G", "-W", ...keys]);
    trust.push("--minisign-key", `${keysPath}/minisign.pub`);
  }
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await Deno.writeTextFile(
    `${keysPath}/cosign.key`,
    String(pair.privateKey.export({ type: "pkcs8", format: "pem" })),
  );
  await Deno.writeTextFile(
    `${keysPath}/cosign.pub`,
    String(pair.publicKey.export({ type: "spki", format: "pem" })),
  );
  if (hasOpenSsl) trust.push("--cosign-key", `${keysPath}/cosign.pub`);
  await signRelease(path, {
    sshKeyPath: `${keysPath}/ssh`,
    minisignKeyPath: hasMinisign ? `${keysPath}/minisign.key` : undefined,
    cosignKeyPath: `${keysPath}/cosign.key`,
  });
  return trust;
}

async function verify({ path, trust }: Release): Promise<Outcome> {
  return await runProcess([VERIFY, ...trust, path]);
}

Deno.test("release: the real tools verify what was signed", async () => {
  await using scratch = await makeScratch();
  const release = await makeRelease(scratch);
  const outcome = await verify(release);
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  assertStringIncludes(outcome.stdout, "are as they were signed");
});

Deno.test("release: whoever trusts one key can verify what others signed, too", async () => {
  await using scratch = await makeScratch();
  const { path, trust } = await makeRelease(scratch);
  for (const option of ["--signers", ...(hasMinisign ? ["--minisign-key"] : [])]) {
    const one = trust.slice(trust.indexOf(option)).slice(0, 2);
    const outcome = await verify({ path, trust: one });
    assertEquals([option, outcome.status, outcome.stderr], [option, 0, ""]);
  }
});

Deno.test("release: one flipped bit anywhere is found, 100 times out of 100", async () => {
  await using scratch = await makeScratch();
  const release = await makeRelease(scratch);
  const files = listFiles(release.path).sort();
  const missed: string[] = [];
  for (let round = 0; round < 100; round++) {
    const name = files[round % files.length];
    const path = `${release.path}/${name}`;
    const bytes = await Deno.readFile(path);
    const bit = (round * 2654435761) % (bytes.length * 8); // spread over the file, the same each time
    await Deno.writeFile(path, flip(bytes, bit));
    const outcome = await verify(release);
    if (outcome.status !== 1 || outcome.stdout !== "") missed.push(`bit ${bit} of ${name}`);
    await Deno.writeFile(path, bytes);
  }
  assertEquals(missed, []);
  assertEquals((await verify(release)).status, 0);
});

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] ^= 1 << (bit & 7);
  return flipped;
}

Deno.test("release: every bit of the signature files counts", async () => {
  await using scratch = await makeScratch();
  const release = await makeRelease(scratch);
  for (const name of ["SHA256SUMS.sig", ...(hasMinisign ? ["SHA256SUMS.minisig"] : [])]) {
    const path = `${release.path}/${name}`;
    const bytes = await Deno.readFile(path);
    const last = bytes.length * 8 - 1;
    // the first and the last bytes, and the padding of base64, are where forms are loose
    for (const bit of [0, 5, 150, last, last - 8, last - 16, last - 280]) {
      await Deno.writeFile(path, flip(bytes, bit));
      assertEquals((await verify(release)).status, 1, `bit ${bit} of ${name}`);
    }
    await Deno.writeFile(path, bytes);
  }
});

Deno.test("release: a file more, a file less and a link are found", async () => {
  await using scratch = await makeScratch();
  const release = await makeRelease(scratch);
  await Deno.writeTextFile(`${release.path}/more`, "");
  assertStringIncludes((await verify(release)).stderr, "files are missing or were added: more");
  await Deno.remove(`${release.path}/more`);
  await Deno.rename(`${release.path}/zerostack.js`, `${scratch.path}/kept`);
  assertStringIncludes((await verify(release)).stderr, "missing or were added: zerostack.js");
  await Deno.symlink(`${scratch.path}/kept`, `${release.path}/zerostack.js`);
  assertStringIncludes((await verify(release)).stderr, "something that is not a file");
});

Deno.test("release: a signature by another key is refused, each form by itself", async () => {
  await using scratch = await makeScratch();
  await using other = await makeScratch();
  const release = await makeRelease(scratch);
  const strangers = await makeRelease(other);
  for (let at = 0; at < release.trust.length; at += 2) {
    const trust = release.trust.with(at + 1, strangers.trust[at + 1]);
    const outcome = await verify({ ...release, trust });
    assertEquals(outcome.status, 1, trust[at]);
    assertStringIncludes(outcome.stderr, "that you trust");
  }
});

Deno.test("release: verify-release needs a key and a folder", async () => {
  await using scratch = await makeScratch({ "a/b": "" });
  for (const args of [[], [scratch.path], ["--signers", "/nonexistent", scratch.path]]) {
    assertEquals((await runProcess([VERIFY, ...args])).status, 2, args.join(" "));
  }
});

Deno.test("release: signing without a key is a wrong call", async () => {
  const error = await assertRejects(() => signRelease("x", {}), Failure);
  assertEquals(error.reason, "E_USAGE");
});

Deno.test("release: the provenance names every file by its digest", async () => {
  await using scratch = await makeScratch();
  const { path } = await makeRelease(scratch);
  const { subject, predicate } = JSON.parse(await Deno.readTextFile(`${path}/provenance.json`));
  const digests = await digestFolder(path);
  const named = subject.filter(({ name }: { name: string }) => !name.startsWith("image/"));
  assert(named.length >= 3);
  for (const { name, digest } of named) {
    assertEquals([name, digest.sha256], [name, digests.get(name)]);
  }
  assert(predicate.buildDefinition.resolvedDependencies.length > 10);
});

/** Without any network: cosign would ask for keys that nobody needs here. */
const COSIGN = [..."unshare --map-root-user --net cosign".split(" ")];

Deno.test({
  name: "release: cosign itself takes the image and the provenance, and refuses another key",
  ignore: !hasProgram(...COSIGN, "version"),
  fn: async () => {
    await using scratch = await makeScratch();
    const { path } = await makeRelease(scratch);
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    const otherPath = `${scratch.path}/other.pub`;
    await Deno.writeTextFile(otherPath, String(other.export({ type: "spki", format: "pem" })));
    const statement = ["--signature", `${path}/provenance.dsse.json`, "--type", "slsaprovenance1"];
    const calls = [
      ["verify", "--local-image", `${path}/image`],
      ["verify-blob-attestation", ...statement, `${path}/zerostack.js`],
    ];
    for (const call of calls) {
      const run = (key: string) =>
        runProcess([...COSIGN, ...call, "--insecure-ignore-tlog=true", "--key", key], {
          env: { HOME: scratch.path },
        });
      const outcome = await run(`${scratch.path}/cosign.pub`);
      assertEquals(outcome.status, 0, outcome.stderr);
      assert((await run(otherPath)).status !== 0, `${call[0]} takes any key`);
    }
  },
});
