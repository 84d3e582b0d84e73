/**
 * What is in the image, in three layers: the libraries and certificates, the runtime, the program.
 * There is no shell and no package manager, and nothing else that could be started.
 *
 * @module
 */

import {
  type Architecture,
  getPinnedFile,
  type PackageFolders,
  PINNED_FILES,
  type PinnedFile,
} from "../packages/mod.ts";
import { runProgram } from "../process.ts";
import { listFiles } from "../release/digest_list.ts";
import { makeAnalysisCache } from "./analysis_cache.ts";
import type { TarEntry } from "./tar.ts";

/** A layer: its files by path. */
export type Layer = ReadonlyMap<string, TarEntry>;

/** The user that the image runs as; it owns nothing. */
export const USER_ID = 65532;
/** Where the runtime is. */
export const RUNTIME_PATH = "usr/bin/deno";
/** Where the program is. */
export const PROGRAM_FOLDER = "usr/lib/zerostack";
/** Where the runtime's cache is. */
export const CACHE_FOLDER = `${PROGRAM_FOLDER}/cache`;

/** How Debian names a processor's folder of libraries, and where programs look for the linker. */
const LINKERS: Readonly<
  Record<Architecture, { triplet: string; name: string; link: string; target: string }>
> = {
  amd64: {
    triplet: "x86_64-linux-gnu",
    name: "ld-linux-x86-64.so.2",
    link: "usr/lib64/ld-linux-x86-64.so.2",
    target: "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
  },
  arm64: {
    triplet: "aarch64-linux-gnu",
    name: "ld-linux-aarch64.so.1",
    link: "usr/lib/ld-linux-aarch64.so.1",
    target: "aarch64-linux-gnu/ld-linux-aarch64.so.1",
  },
};

/** What the runtime is linked to, and what libc loads to look up names. */
const LIBRARY_NAMES = [
  "libc.so.6",
  "libdl.so.2",
  "libgcc_s.so.1",
  "libm.so.6",
  "libnss_dns.so.2",
  "libnss_files.so.2",
  "libpthread.so.0",
  "libresolv.so.2",
  "librt.so.1",
];

const text = (content: string): TarEntry => ({
  kind: "file",
  bytes: new TextEncoder().encode(content),
});

/** The files that every image has, whatever its processor. */
const SETTINGS: Layer = new Map<string, TarEntry>([
  ["etc/passwd", text(`zerostack:x:${USER_ID}:${USER_ID}::/nonexistent:/nonexistent\n`)],
  ["etc/group", text(`zerostack:x:${USER_ID}:\n`)],
  ["etc/nsswitch.conf", text("hosts: files dns\n")],
  ["lib", { kind: "link", target: "usr/lib" }],
  ["lib64", { kind: "link", target: "usr/lib64" }],
  // where whoever starts the image mounts things, as nobody can make folders in a read-only root
  ...["dev", "proc", "repo", "run/secrets", "sys"].map((path): [string, TarEntry] => [
    path,
    { kind: "folder" },
  ]),
  ["tmp", { kind: "folder", mode: 0o1777 }],
  ["usr/lib64", { kind: "folder" }],
]);

/** The libraries and the certificates, from Debian's packages. */
export async function makeBaseLayer(
  architecture: Architecture,
  folders: PackageFolders,
): Promise<Layer> {
  const files = await readPackages(architecture, folders);
  const { triplet, name, link, target } = LINKERS[architecture];
  const layer = new Map<string, TarEntry>(SETTINGS);
  for (const library of [name, ...LIBRARY_NAMES]) {
    const bytes = requireFile(files, `lib/${triplet}/${library}`);
    layer.set(`usr/lib/${triplet}/${library}`, { kind: "file", bytes, mode: 0o755 });
  }
  layer.set(link, { kind: "link", target });
  layer.set("etc/ssl/certs/ca-certificates.crt", joinCertificates(files));
  for (const [path, bytes] of files) {
    if (path.endsWith("/copyright")) layer.set(path, { kind: "file", bytes });
  }
  return layer;
}

/** The runtime, from npm. */
export async function makeRuntimeLayer(
  architecture: Architecture,
  folders: PackageFolders,
): Promise<Layer> {
  const [file] = findPinned(architecture, ["runtime"]);
  const path = await getPinnedFile(file, folders);
  const bytes = await runProgram(["tar", "-xzOf", path, "package/deno"]);
  return new Map([[RUNTIME_PATH, { kind: "file", bytes, mode: 0o755 }]]);
}

/** What says what is in the image. */
export function makeDocumentsLayer(documents: ReadonlyMap<string, string>): Map<string, TarEntry> {
  return new Map(
    Array.from(documents, ([name, content]) => [`usr/share/doc/zerostack/${name}`, text(content)]),
  );
}

/** The bundle, and what says what is in it. */
export async function makeProgramLayer(
  bundlePath: string,
  documents: ReadonlyMap<string, string>,
): Promise<Layer> {
  const layer = makeDocumentsLayer(documents);
  for (const name of listFiles(bundlePath)) {
    const bytes = await Deno.readFile(`${bundlePath}/${name}`);
    layer.set(`${PROGRAM_FOLDER}/${name}`, { kind: "file", bytes });
  }
  for (const [name, bytes] of await makeAnalysisCache(bundlePath, `/${PROGRAM_FOLDER}`)) {
    layer.set(`${CACHE_FOLDER}/${name}`, { kind: "file", bytes });
  }
  return layer;
}

function findPinned(architecture: Architecture, uses: readonly PinnedFile["use"][]): PinnedFile[] {
  return PINNED_FILES.filter((file) =>
    (file.architecture === architecture || file.architecture === "all") && uses.includes(file.use)
  );
}

/** The regular files of Debian's packages, by path. */
async function readPackages(
  architecture: Architecture,
  folders: PackageFolders,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const workPath = await Deno.makeTempDir({ prefix: "zerostack-image-" });
  try {
    for (const file of findPinned(architecture, ["libraries", "certificates", "licences"])) {
      await runProgram(["dpkg-deb", "-x", await getPinnedFile(file, folders), workPath]);
    }
    for (const path of listFiles(workPath)) {
      const { isFile } = await Deno.lstat(`${workPath}/${path}`);
      if (isFile) files.set(path, await Deno.readFile(`${workPath}/${path}`));
    }
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
  return files;
}

function requireFile(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`Cannot build image: "${path}" is in no package`);
  return bytes;
}

/** All certificates in one file, in the order of their names, as the package's own script does. */
function joinCertificates(files: ReadonlyMap<string, Uint8Array>): TarEntry {
  const paths = [...files.keys()].filter((path) =>
    path.startsWith("usr/share/ca-certificates/") && path.endsWith(".crt")
  ).sort();
  const decoder = new TextDecoder();
  return text(paths.map((path) => decoder.decode(files.get(path)).trimEnd() + "\n").join(""));
}
