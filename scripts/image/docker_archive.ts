import { sha256 } from "../digests.ts";
import type { StoredLayer } from "./mod.ts";
import { makeTar, type TarEntry } from "./tar.ts";

/** An image of an archive. */
export interface ArchivedImage {
  /** The names that it is loaded under. */
  readonly tags: readonly string[];
  /** Its configuration. */
  readonly config: unknown;
  /** Its layers. */
  readonly layers: readonly StoredLayer[];
}

/**
 * Writes images in the form that `docker save` writes and `docker load` reads. What several of
 * them have in common is there once.
 */
export async function writeDockerArchive(
  path: string,
  images: readonly ArchivedImage[],
): Promise<void> {
  const entries = new Map<string, TarEntry>();
  const manifest: unknown[] = [];
  for (const { tags, config, layers } of images) {
    const bytes = new TextEncoder().encode(JSON.stringify(config, null, 2));
    const configName = `${await sha256(bytes)}.json`;
    entries.set(configName, { kind: "file", bytes });
    const names = layers.map(({ diffId }) => `${diffId.replace("sha256:", "")}.tar`);
    layers.forEach(({ tar }, at) => entries.set(names[at], { kind: "file", bytes: tar }));
    manifest.push({ Config: configName, RepoTags: tags, Layers: names });
  }
  entries.set("manifest.json", {
    kind: "file",
    bytes: new TextEncoder().encode(JSON.stringify(manifest)),
  });
  await Deno.writeFile(path, makeTar(entries, 0));
}
