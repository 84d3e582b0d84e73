/**
 * Signatures of images in the form of cosign: a small manifest beside the image, named by the
 * digest of what it signs.
 *
 * @module
 */

import {
  addBlob,
  addJson,
  type Descriptor,
  KIND_KEY,
  NAME_KEY,
  readIndex,
  SIGNATURES_KIND,
  writeIndex,
} from "./layout.ts";

const PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
const SIGNATURE_KEY = "dev.cosignproject.cosign/signature";

/**
 * Signs every named image of a layout; older signatures are replaced.
 *
 * @param layoutPath The folder of the layout.
 * @param sign Signs bytes; ECDSA with SHA-256, in DER.
 */
export async function signLayout(
  layoutPath: string,
  sign: (payload: Uint8Array) => Uint8Array,
): Promise<void> {
  const manifests = await readIndex(layoutPath);
  const images = manifests.filter(({ annotations }) => !isSignatureName(annotations?.[NAME_KEY]));
  const signatures: Descriptor[] = [];
  for (const digest of new Set(images.map((image) => image.digest))) {
    const signature = await signManifest(layoutPath, digest, sign);
    const isFound = images.some((image) =>
      image.digest === digest && image.annotations?.[KIND_KEY] !== undefined
    );
    const kind: Readonly<Record<string, string>> = isFound ? { [KIND_KEY]: SIGNATURES_KIND } : {};
    signatures.push({ ...signature, annotations: { ...kind, ...signature.annotations } });
  }
  await writeIndex(layoutPath, [...images, ...signatures]);
}

function isSignatureName(name: string | undefined): boolean {
  return name !== undefined && /^sha256-[0-9a-f]{64}\.sig$/.test(name);
}

async function signManifest(
  layoutPath: string,
  digest: string,
  sign: (payload: Uint8Array) => Uint8Array,
): Promise<Descriptor> {
  const payload = new TextEncoder().encode(JSON.stringify({
    critical: {
      identity: { "docker-reference": "zerostack" },
      image: { "docker-manifest-digest": digest },
      type: "cosign container image signature",
    },
    optional: null,
  }));
  const layer = await addBlob(layoutPath, payload, PAYLOAD_TYPE);
  const config = await addJson(layoutPath, {
    architecture: "",
    config: {},
    created: "1970-01-01T00:00:00Z",
    history: [],
    os: "",
    rootfs: { type: "layers", diff_ids: [layer.digest] },
  }, "application/vnd.oci.image.config.v1+json");
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config,
    layers: [{ ...layer, annotations: { [SIGNATURE_KEY]: sign(payload).toBase64() } }],
  };
  const descriptor = await addJson(layoutPath, manifest, manifest.mediaType);
  return {
    ...descriptor,
    annotations: { [NAME_KEY]: `${digest.replace(":", "-")}.sig` },
  };
}
