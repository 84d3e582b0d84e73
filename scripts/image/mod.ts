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
import { type ArchivedImage, writeDockerArchive } from "./docker_archive.ts";
import { findExecutable, makeExecutableLayer } from "./executable.ts";
import { entryPoint, imageCommands, LOOPBACK_HOSTS, REPOSITORY_PATH } from "./entry.ts";
import {
  addBlob,
  addJson,
  createLayout,
  type Descriptor,
  IMAGE_KIND,
  INDEX_TYPE,
  KIND_KEY,
  NAME_KEY,
  writeIndex,
} from "./layout.ts";
import {
  CACHE_FOLDER,
  type Layer,
  makeBaseLayer,
  makeDocumentsLayer,
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
  /** A folder of executables to use in the place of the runtime and the bundle. Default: none. */
  readonly executablesPath?: string;
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
  const store = layerStore(options);
  const manifests = new Map<string, Descriptor[]>();
  const single: Descriptor[] = [];
  for (const architecture of architectures) {
    const archived: ArchivedImage[] = [];
    for (const { name, rows } of variants) {
      const content = await makeContent(rows, architecture, store, options);
      const { manifest, config } = await addImage({ architecture, ...content }, options);
      manifests.set(name, [...manifests.get(name) ?? [], manifest]);
      const names = name === VERSION ? [name, `${name}-${architecture}`] : [name];
      const tags = names.map((tag) => `zerostack:${tag}`);
      archived.push({ tags, config, layers: content.layers });
      if (name !== VERSION) continue;
      single.push({ ...manifest, annotations: { [NAME_KEY]: `${name}-${architecture}` } });
    }
    if (options.withoutArchives) continue;
    await writeDockerArchive(`${outPath}/zerostack-${architecture}.docker.tar`, archived);
  }
  const indexes: Descriptor[] = [];
  for (const [name, images] of manifests) {
    const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: images };
    const descriptor = await addJson(layoutPath, index, INDEX_TYPE);
    const kind: Readonly<Record<string, string>> = name === VERSION
      ? { [KIND_KEY]: IMAGE_KIND }
      : {};
    indexes.push({ ...descriptor, annotations: { ...kind, [NAME_KEY]: name } });
  }
  await writeIndex(layoutPath, [...indexes, ...single]);
  return [...manifests.keys()];
}

/** What an image consists of. */
interface Content {
  readonly layers: readonly StoredLayer[];
  /** What each layer is, for its history. */
  readonly comments: readonly string[];
  readonly entryPoint: readonly string[];
}

/** Stores a layer under a name at its first call, and gives the same at every other. */
type StoreLayer = (name: string, make: () => Promise<Layer> | Layer) => Promise<StoredLayer>;

async function makeContent(
  rows: readonly CommandRow[],
  architecture: Architecture,
  store: StoreLayer,
  options: ImageOptions,
): Promise<Content> {
  const { bundlePath, documents, folders, hosts = LOOPBACK_HOSTS } = options;
  const base = await store(`base ${architecture}`, () => makeBaseLayer(architecture, folders));
  const executable = await findExecutable(options.executablesPath, rows, architecture);
  if (executable !== undefined) {
    const { path } = executable;
    const program = await store(path, () => makeExecutableLayer(path));
    const texts = await store("documents", () => makeDocumentsLayer(documents));
    return {
      layers: [base, program, texts],
      comments: ["libraries and certificates", "program", "documents"],
      entryPoint: executable.entryPoint,
    };
  }
  const runtime = await store(
    `runtime ${architecture}`,
    () => makeRuntimeLayer(architecture, folders),
  );
  const program = await store("program", () => makeProgramLayer(bundlePath, documents));
  return {
    layers: [base, runtime, program],
    comments: ["libraries and certificates", "runtime", "program"],
    entryPoint: entryPoint(rows, hosts),
  };
}

function layerStore({ outPath, epochSeconds, layerCachePath }: ImageOptions): StoreLayer {
  const stored = new Map<string, StoredLayer>();
  return async (name, make) => {
    const known = stored.get(name);
    if (known !== undefined) return known;
    const tar = makeTar(await make(), epochSeconds);
    const digest = await sha256(tar);
    const packed = await compress(tar, layerCachePath && `${layerCachePath}/${digest}.gz`);
    const descriptor = await addBlob(`${outPath}/image`, packed, LAYER_TYPE);
    const layer = { descriptor, diffId: `sha256:${digest}`, tar };
    stored.set(name, layer);
    return layer;
  };
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
  content: Content & { readonly architecture: Architecture },
  options: ImageOptions,
): Promise<{ readonly manifest: Descriptor; readonly config: unknown }> {
  const { architecture, layers, comments } = content;
  const { outPath, epochSeconds } = options;
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
      Entrypoint: content.entryPoint,
      WorkingDir: REPOSITORY_PATH,
      Labels: labels,
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
    history: comments.map((comment) => ({
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
