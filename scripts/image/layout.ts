/**
 * An OCI image layout: a folder of blobs named by their digest, and an index of what they are.
 *
 * @module
 */

import { sha256 } from "../digests.ts";

/** What points to a blob. */
export interface Descriptor {
  /** What the blob is. */
  readonly mediaType: string;
  /** Its digest: `sha256:` and hexadecimal. */
  readonly digest: string;
  /** Its size in bytes. */
  readonly size: number;
  /** The platform that an image is for; absent for everything else. */
  readonly platform?: { readonly architecture: string; readonly os: string };
  /** Names and other notes. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The media type of an index of images. */
export const INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
/** The annotation that names an image in a layout. */
export const NAME_KEY = "org.opencontainers.image.ref.name";
/** The annotation by which cosign finds the image of a layout on a disk, and its signatures. */
export const KIND_KEY = "kind";
/** What it says of the image that cosign looks at: there can be one in a layout. */
export const IMAGE_KIND = "dev.cosignproject.cosign/imageIndex";
/** What it says of that image's signatures. */
export const SIGNATURES_KIND = "dev.cosignproject.cosign/sigs";

/** Begins a layout in a folder, which is made when it is not there. */
export async function createLayout(path: string): Promise<void> {
  await Deno.mkdir(`${path}/blobs/sha256`, { recursive: true });
  await Deno.writeTextFile(`${path}/oci-layout`, JSON.stringify({ imageLayoutVersion: "1.0.0" }));
}

/** Stores a blob. */
export async function addBlob(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: string,
): Promise<Descriptor> {
  const digest = await sha256(bytes);
  await Deno.writeFile(`${path}/blobs/sha256/${digest}`, bytes);
  return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
}

/** Stores a value as JSON. */
export async function addJson(
  path: string,
  value: unknown,
  mediaType: string,
): Promise<Descriptor> {
  return await addBlob(path, new TextEncoder().encode(JSON.stringify(value, null, 2)), mediaType);
}

/** The images of a layout. */
export async function readIndex(path: string): Promise<readonly Descriptor[]> {
  return JSON.parse(await Deno.readTextFile(`${path}/index.json`)).manifests;
}

/** Writes what a layout holds. */
export async function writeIndex(path: string, manifests: readonly Descriptor[]): Promise<void> {
  const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests };
  await Deno.writeTextFile(`${path}/index.json`, JSON.stringify(index, null, 2) + "\n");
}
