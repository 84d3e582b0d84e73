/**
 * The image, as an OCI layout and as archives for `docker load`, made without Docker, without root
 * and without a container. The same source gives the same bytes.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { gzipSync } from "node:zlib";
import type { CommandRow } from "../../cli/command.ts";
import { COMMANDS } from "../../cli/commands.ts";
import { VERSION } from "../../cli/help.ts";
import { sha256 } from "../digests.ts";
import type { Architecture, PackageFolders } from "../packages/mod.ts";
import { writeDockerArchive } from "./docker_archive.ts";
import { entryPoint, imageCommands, LOOPBACK_HOSTS, REPOSITORY_PATH } from "./entry.ts";
import {
  addBlob,
  addJson,
  createLayout,
  type Descriptor,
  INDEX_TYPE,
  NAME_KEY,
  writeIndex,
} from "./layout.ts";
import {
  CACHE_FOLDER,
  type Layer,
  makeBaseLayer,
  makeProgramLayer,
  makeRuntimeLayer,
  USER_ID,
} from "./root.ts";
import { makeTar } from "./tar.ts";

/** What to make an image of. */
export interface ImageOptions {
  /** The folder of the bundle. */
  readonly bundlePath: string;
  /** The folder to write to; it is made when it is not there. */
  readonly outPath: string;
  /** Where the pinned files are. */
  readonly folders: PackageFolders;
  /** Texts for the folder of documents, by name. */
  readonly documents: ReadonlyMap<string, string>;
  /** The time of all files, in seconds since 1970. */
  readonly epochSeconds: number;
  /** The hosts that the model may be at. Default: this machine. */
  readonly hosts?: readonly string[];
  /** The processors to build for. Default: both. */
  readonly architectures?: readonly Architecture[];
  /** A folder that keeps compressed layers between builds. Default: none is kept. */
  readonly layerCachePath?: string;
  /** Whether to leave out the archives for `docker load`. Default: no. */
  readonly withoutArchives?: boolean;
}

/** A layer that is in the layout. */
export interface StoredLayer {
  /** Points to the compressed layer. */
  readonly descriptor: Descriptor;
  /** The digest of the archive before it was compressed. */
  readonly diffId: string;
  /** The archive, not compressed. */
  readonly tar: Uint8Array<ArrayBuffer>;
}

const CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
const LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
const ARCHITECTURES: readonly Architecture[] = ["amd64", "arm64"];

/** A named image: all commands, or one of them. */
interface Variant {
  readonly name: string;
  readonly rows: readonly CommandRow[];
}

/**
 * Builds the images: one with all commands, and one for each command, which differ in nothing but
 * their entry point.
 *
 * @returns The names of the images.
 */
export async function buildImages(options: ImageOptions): Promise<string[]> {
  const { outPath, architectures = ARCHITECTURES } = options;
  const layoutPath = `${outPath}/image`;
  await createLayout(layoutPath);
  const rows = imageCommands(COMMANDS);
  const variants: Variant[] = [
    { name: VERSION, rows },
    ...rows.map((row) => ({ name: `${VERSION}-${row.name}`, rows: [row] })),
  ];
  const program = await makeProgramLayer(options.bundlePath, options.documents);
  const manifests = new Map<string, Descriptor[]>();
  const single: Descriptor[] = [];
  for (const architecture of architectures) {
    const layers = await storeLayers(architecture, program, layoutPath, options);
    for (const variant of variants) {
      const { manifest, config } = await addImage(variant, { architecture, layers }, options);
      manifests.set(variant.name, [...manifests.get(variant.name) ?? [], manifest]);
      if (variant.name !== VERSION) continue;
      const name = `${VERSION}-${architecture}`;
      single.push({ ...manifest, annotations: { [NAME_KEY]: name } });
      if (options.withoutArchives) continue;
      await writeDockerArchive(`${outPath}/zerostack-${architecture}.docker.tar`, {
        tag: `zerostack:${name}`,
        config,
        layers,
      });
    }
  }
  const indexes: Descriptor[] = [];
  for (const [name, images] of manifests) {
    const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: images };
    const descriptor = await addJson(layoutPath, index, INDEX_TYPE);
    indexes.push({ ...descriptor, annotations: { [NAME_KEY]: name } });
  }
  await writeIndex(layoutPath, [...indexes, ...single]);
  return [...manifests.keys()];
}

async function storeLayers(
  architecture: Architecture,
  program: Layer,
  layoutPath: string,
  { folders, epochSeconds, layerCachePath }: ImageOptions,
): Promise<readonly StoredLayer[]> {
  const layers = [
    await makeBaseLayer(architecture, folders),
    await makeRuntimeLayer(architecture, folders),
    program,
  ];
  const stored: StoredLayer[] = [];
  for (const layer of layers) {
    const tar = makeTar(layer, epochSeconds);
    const digest = await sha256(tar);
    const packed = await compress(tar, layerCachePath && `${layerCachePath}/${digest}.gz`);
    const descriptor = await addBlob(layoutPath, packed, LAYER_TYPE);
    stored.push({ descriptor, diffId: `sha256:${digest}`, tar });
  }
  return stored;
}

/** Compressing the runtime takes longer than all the rest. */
async function compress(
  tar: Uint8Array,
  cachedPath: string | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (cachedPath === undefined) return new Uint8Array(gzipSync(tar, { level: 6 }));
  try {
    return await Deno.readFile(cachedPath);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const packed = new Uint8Array(gzipSync(tar, { level: 6 }));
  await Deno.mkdir(dirname(cachedPath), { recursive: true });
  await Deno.writeFile(`${cachedPath}.${Deno.pid}`, packed);
  await Deno.rename(`${cachedPath}.${Deno.pid}`, cachedPath);
  return packed;
}

async function addImage(
  variant: Variant,
  build: { readonly architecture: Architecture; readonly layers: readonly StoredLayer[] },
  options: ImageOptions,
): Promise<{ readonly manifest: Descriptor; readonly config: unknown }> {
  const { architecture, layers } = build;
  const { outPath, epochSeconds, hosts = LOOPBACK_HOSTS } = options;
  const created = new Date(epochSeconds * 1000).toISOString();
  const labels = {
    "org.opencontainers.image.title": "zerostack",
    "org.opencontainers.image.version": VERSION,
    "org.opencontainers.image.licenses": "MIT",
  };
  const config = {
    architecture,
    os: "linux",
    created,
    config: {
      User: `${USER_ID}:${USER_ID}`,
      Env: ["PATH=/usr/bin", ...RUNTIME_VARIABLES],
      Entrypoint: entryPoint(variant.rows, hosts),
      WorkingDir: REPOSITORY_PATH,
      Labels: labels,
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
    history: ["libraries and certificates", "runtime", "program"].map((comment) => ({
      created,
      created_by: "zerostack build",
      comment,
    })),
  };
  const configDescriptor = await addJson(`${outPath}/image`, config, CONFIG_TYPE);
  const manifest = await addJson(`${outPath}/image`, {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: configDescriptor,
    layers: layers.map((layer) => layer.descriptor),
    annotations: labels,
  }, MANIFEST_TYPE);
  return { manifest: { ...manifest, platform: { architecture, os: "linux" } }, config };
}

/** No update check; certificates from the file that an operator can put another one over. */
const RUNTIME_VARIABLES = [
  "DENO_NO_UPDATE_CHECK=1",
  `DENO_DIR=/${CACHE_FOLDER}`,
  "DENO_TLS_CA_STORE=system",
];
