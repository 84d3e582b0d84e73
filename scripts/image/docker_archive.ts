import { sha256 } from "../digests.ts";
import type { StoredLayer } from "./mod.ts";
import { makeTar, type TarEntry } from "./tar.ts";

/** What an archive is made of. */
export interface DockerArchive {
  /** The name that the image is loaded under. */
  readonly tag: string;
  /** The configuration of the image. */
  readonly config: unknown;
  /** Its layers. */
  readonly layers: readonly StoredLayer[];
}

/** Writes an image in the form that `docker save` writes and `docker load` reads. */
export async function writeDockerArchive(path: string, archive: DockerArchive): Promise<void> {
  const config = new TextEncoder().encode(JSON.stringify(archive.config, null, 2));
  const configName = `${await sha256(config)}.json`;
  const entries = new Map<string, TarEntry>([[configName, { kind: "file", bytes: config }]]);
  const layerNames = archive.layers.map(({ diffId }) => `${diffId.replace("sha256:", "")}.tar`);
  archive.layers.forEach(({ tar }, at) =>
    entries.set(layerNames[at], { kind: "file", bytes: tar })
  );
  const manifest = [{ Config: configName, RepoTags: [archive.tag], Layers: layerNames }];
  entries.set("manifest.json", {
    kind: "file",
    bytes: new TextEncoder().encode(JSON.stringify(manifest)),
  });
  await Deno.writeFile(path, makeTar(entries, 0));
}
