/**
 * The image, run: inspected and unpacked by the tools of others, and its stages started from the
 * unpacked root, each with the cage that the security document asks for.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findCommand } from "../cli/commands.ts";
import { VERSION } from "../cli/help.ts";
import { buildBundle } from "../scripts/bundle/mod.ts";
import { compile } from "../scripts/compile/mod.ts";
import { readDocuments } from "../scripts/image/documents.ts";
import { buildImages, type ImageOptions } from "../scripts/image/mod.ts";
import { packageFolders } from "../scripts/packages/mod.ts";
import { canRunContainers, makeDocker } from "./containers.ts";
import { artefact, hasProgram, heldBundle } from "./distribution.ts";
import {
  gitApply,
  makeRepository,
  makeScratch,
  type Outcome,
  printOutcome,
  PROJECT_PATH,
  runProcess,
  runZerostack,
  type Scratch,
} from "./harness.ts";
import { say } from "./model_answers.ts";
import { serveModel } from "./model_server.ts";
import { getOlderBase } from "./older_base.ts";

const base = await getOlderBase();
const canBuild = hasProgram("dpkg-deb", "--version");
const canInspect = canBuild && hasProgram("skopeo", "--version");
const canUnpack = canBuild && hasProgram("umoci", "--version");
const canCage = canBuild && hasProgram("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true");
const EMULATOR = "/usr/bin/qemu-aarch64-static";
const canEmulate = canCage && hasProgram(EMULATOR, "--version");
const MOST_BYTES = 60 * 1000 * 1000;

async function build(outPath: string, options: Partial<ImageOptions> = {}): Promise<void> {
  await using bundle = await makeScratch();
  await buildBundle({ projectPath: PROJECT_PATH, outPath: bundle.path });
  await buildImages({
    bundlePath: bundle.path,
    outPath,
    folders: packageFolders(PROJECT_PATH),
    documents: await readDocuments(PROJECT_PATH, 0),
    epochSeconds: 0,
    ...options,
  });
}

/** The folder that has the layout and the archives. */
function images(): Promise<string> {
  const layerCachePath = `${PROJECT_PATH}/dist/layers`;
  return artefact("image", (outPath) => build(outPath, { layerCachePath }));
}

interface Manifest {
  readonly manifests?: readonly { readonly digest: string; readonly annotations?: Names }[];
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}
type Names = Readonly<Record<string, string>>;

async function readBlob(path: string, digest: string): Promise<Manifest> {
  const name = digest.replace("sha256:", "");
  return JSON.parse(await Deno.readTextFile(`${path}/image/blobs/sha256/${name}`));
}

/** The manifest of a name, the first of its index when it has several. */
async function findManifest(path: string, name: string): Promise<Manifest> {
  const index: Manifest = JSON.parse(await Deno.readTextFile(`${path}/image/index.json`));
  const found = index.manifests?.find((entry) =>
    entry.annotations?.["org.opencontainers.image.ref.name"] === name
  );
  const manifest = await readBlob(path, found?.digest ?? "no such name");
  return manifest.manifests ? await readBlob(path, manifest.manifests[0].digest) : manifest;
}

async function entryPointOf(path: string, name: string): Promise<string[]> {
  const { config } = await findManifest(path, name);
  const { config: { Entrypoint } } = await readBlob(path, config.digest) as unknown as {
    config: { Entrypoint: string[] };
  };
  return Entrypoint;
}

/** Unpacks the layers of an image, by the plainest of tools. */
async function unpack(path: string, name: string, toPath: string): Promise<void> {
  for (const { digest } of (await findManifest(path, name)).layers) {
    const layer = `${path}/image/blobs/sha256/${digest.replace("sha256:", "")}`;
    const outcome = await runProcess(["tar", "-xzf", layer, "-C", toPath]);
    assertEquals(outcome.status, 0, outcome.stderr);
  }
}

/** How to start something in an unpacked image. */
interface CageOptions {
  readonly root: string;
  readonly repository?: string;
  readonly stdin?: string | Uint8Array;
  readonly hasNetwork?: boolean;
  readonly emulator?: string;
}

/** As in the security document: read-only root, user 65532, no network unless it is the model's. */
async function runCaged(command: readonly string[], options: CageOptions): Promise<Outcome> {
  const { root, repository, stdin, hasNetwork = false, emulator } = options;
  const cage = [
    ..."bwrap --unshare-all --uid 65532 --gid 65532 --die-with-parent --clearenv".split(" "),
    ...(hasNetwork ? ["--share-net"] : []),
    ...["--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev"],
    ...(repository === undefined ? [] : ["--ro-bind", repository, "/repo"]),
    ...(emulator === undefined ? [] : ["--tmpfs", "/tmp", "--ro-bind", emulator, "/tmp/emulator"]),
    ..."--chdir /repo --setenv PATH /usr/bin --setenv DENO_NO_UPDATE_CHECK 1".split(" "),
    ..."--setenv DENO_DIR /usr/lib/zerostack/cache --setenv DENO_TLS_CA_STORE system --".split(" "),
    ...(emulator === undefined ? [] : ["/tmp/emulator"]),
  ];
  return await runProcess([...cage, ...command], { stdin });
}

async function unpacked(name = VERSION): Promise<Scratch & { readonly images: string }> {
  const path = await images();
  const scratch = await makeScratch();
  await unpack(path, name, scratch.path);
  return { ...scratch, images: path };
}

Deno.test({
  name: "image: is the same when it is built again, and within its size",
  ignore: !canBuild,
  fn: async () => {
    const first = await images();
    await using second = await makeScratch();
    const umask = Deno.umask(0o077);
    try {
      await build(second.path, { architectures: ["amd64"], withoutArchives: true });
    } finally {
      Deno.umask(umask);
    }
    const name = `${VERSION}-amd64`;
    const manifest = await findManifest(second.path, name);
    assertEquals(manifest, await findManifest(first, name));
    const sizeBytes = manifest.layers.reduce((sum, layer) => sum + layer.size, 0);
    assert(sizeBytes < MOST_BYTES, `${sizeBytes} bytes`);
  },
});

Deno.test({
  name: "image: skopeo reads the layout for both processors, and the archives",
  ignore: !canInspect,
  fn: async () => {
    const path = await images();
    for (const architecture of ["amd64", "arm64"]) {
      for (
        const place of [
          `oci:${path}/image:${VERSION}`,
          `oci:${path}/image:${VERSION}-context`,
          `docker-archive:${path}/zerostack-${architecture}.docker.tar:zerostack:${VERSION}`,
          `docker-archive:${path}/zerostack-${architecture}.docker.tar:zerostack:${VERSION}-model`,
        ]
      ) {
        const command = ["skopeo", "inspect", "--override-arch", architecture, place];
        const outcome = await runProcess(command);
        assertEquals(outcome.status, 0, printOutcome(command, outcome));
        const { Architecture, Layers } = JSON.parse(outcome.stdout);
        assertEquals([Architecture, Layers.length], [architecture, 3]);
      }
    }
  },
});

Deno.test({
  name: "image: umoci unpacks the same files, and runs them as user 65532",
  ignore: !canUnpack,
  fn: async () => {
    const path = await images();
    await using ours = await unpacked(`${VERSION}-arm64`);
    await using theirs = await makeScratch();
    const bundlePath = `${theirs.path}/bundle`;
    const command = ["umoci", "unpack", "--rootless", "--image"];
    const outcome = await runProcess([...command, `${path}/image:${VERSION}-arm64`, bundlePath]);
    assertEquals(outcome.status, 0, outcome.stderr);
    const difference = await runProcess(["diff", "-r", ours.path, `${bundlePath}/rootfs`]);
    assertEquals([difference.status, difference.stdout], [0, ""]);
    const { process } = JSON.parse(await Deno.readTextFile(`${bundlePath}/config.json`));
    assertEquals([process.user.uid, process.user.gid, process.cwd], [65532, 65532, "/repo"]);
  },
});

Deno.test({
  name: "image: nothing can be started in it but the runtime",
  ignore: !canBuild,
  fn: async () => {
    await using root = await unpacked();
    const listed = await runProcess(["find", root.path, "-type", "f", "-perm", "/111"]);
    const programs = listed.stdout.trim().split("\n").map((path) => path.slice(root.path.length))
      .filter((path) => !/\.so\.\d+$/.test(path));
    assertEquals(programs, ["/usr/bin/deno"]);
    const special = await runProcess(["find", root.path, "-perm", "/6000"]);
    assertEquals(special.stdout, "");
  },
});

Deno.test({
  name: "image: the stages make a pipe from the unpacked root, with a network for the model alone",
  ignore: !canCage,
  fn: async () => {
    await using root = await unpacked();
    await using repository = await makeRepository({ "greet.txt": "hello\n" });
    const edit = "greet.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";
    await using server = await serveModel({ answers: [say(edit)] });
    const entry = (name: string) => entryPointOf(root.images, `${VERSION}-${name}`);
    const cage = { root: root.path, repository: repository.path };
    const context = await runCaged([...await entry("context"), "say goodbye in greet.txt"], cage);
    assertEquals([context.status, context.stderr], [0, ""]);
    const command = [...await entry("model"), "--endpoint", server.endpoint];
    const answer = await runCaged(command, {
      root: root.path,
      stdin: context.bytes,
      hasNetwork: true,
    });
    assertEquals(answer.status, 0, printOutcome(command, answer));
    const patch = await runCaged(await entry("patch"), { ...cage, stdin: answer.bytes });
    assertEquals(patch.status, 0, patch.stderr);
    assertEquals((await gitApply(repository, patch.bytes)).status, 0);
    assertEquals(await Deno.readTextFile(`${repository.path}/greet.txt`), "goodbye\n");
    const cut = await runCaged(command, { root: root.path, stdin: context.bytes });
    assertEquals([cut.status, cut.stdout.includes("goodbye")], [69, false]);
  },
});

Deno.test({
  name: "image: every command prints its help as user 65532 in a read-only root",
  ignore: !canCage,
  fn: async () => {
    await using root = await unpacked();
    const entry = await entryPointOf(root.images, VERSION);
    for (const name of ["doctor", "context", "tokens", "model"]) {
      const outcome = await runCaged([...entry, name, "--help"], { root: root.path });
      assertEquals([name, outcome.status, outcome.stderr], [name, 0, ""]);
      assertStringIncludes(outcome.stdout, `usage: zerostack ${name}`);
    }
  },
});

Deno.test({
  name: "image: the one for arm64 makes a request and a patch under an emulator",
  ignore: !canEmulate,
  fn: async () => {
    await using root = await unpacked(`${VERSION}-arm64`);
    await using repository = await makeRepository({ "greet.txt": "hello\n" });
    const entry = await entryPointOf(root.images, `${VERSION}-arm64`);
    const cage = { root: root.path, repository: repository.path, emulator: EMULATOR };
    const version = await runCaged([...entry, "--version"], cage);
    assertEquals([version.status, version.stdout], [0, `zerostack ${VERSION}\n`], version.stderr);
    const request = await runCaged([...entry, "context", "say goodbye in greet.txt"], cage);
    assertEquals([request.status, request.stderr], [0, ""]);
    const here = await runZerostack(["context", "say goodbye in greet.txt"], {
      cwd: repository.path,
    });
    assertEquals(request.stdout, here.stdout, "another processor makes another request");
    const stdin = "greet.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";
    const patch = await runCaged([...entry, "patch"], { ...cage, stdin });
    assertEquals([patch.status, patch.stderr], [0, ""]);
    assertStringIncludes(patch.stdout, "-hello\n+goodbye\n");
  },
});

Deno.test({
  name: "image: an executable takes the place of the runtime and the bundle where there is one",
  ignore: !canCage || base === undefined,
  fn: async () => {
    await using scratch = await makeScratch();
    await using repository = await makeRepository({ "greet.txt": "hello\n" });
    const executablesPath = `${scratch.path}/bin`;
    const compileOptions = { ...base, outPath: executablesPath, bundlePath: await heldBundle() };
    const targets = ["x86_64-unknown-linux-gnu"] as const;
    await compile({ ...compileOptions, targets });
    await compile({ ...compileOptions, targets, rows: [findCommand("context")!] });
    const path = `${scratch.path}/out`;
    await build(path, { executablesPath, architectures: ["amd64"], withoutArchives: true });
    assertEquals(await entryPointOf(path, `${VERSION}-patch`), ["/usr/bin/zerostack", "patch"]);
    const entry = await entryPointOf(path, `${VERSION}-context`);
    assertEquals(entry, ["/usr/bin/zerostack"]);
    const root = `${scratch.path}/root`;
    await Deno.mkdir(root);
    await unpack(path, `${VERSION}-context`, root);
    const cage = { root, repository: repository.path };
    const outcome = await runCaged([...entry, "explain greet.txt"], cage);
    assertEquals([outcome.status, outcome.stderr], [0, ""]);
    assertStringIncludes(outcome.stdout, '"type":"request"');
  },
});

Deno.test({
  name: "image: docker.sh makes a patch in real containers, once the archive is loaded",
  ignore: !canBuild || !await canRunContainers(),
  fn: async () => {
    const path = await images();
    await using docker = await makeDocker();
    await using repository = await makeRepository({ "greet.txt": "hello\n" });
    await Deno.chmod(repository.path, 0o755); // for the user of the containers
    const edit = "greet.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";
    await using server = await serveModel({ answers: [say(edit)] });
    const env = {
      PATH: `${docker.path}:${Deno.env.get("PATH")}`,
      ZEROSTACK_ENDPOINT: server.endpoint,
    };
    const archive = `${path}/zerostack-amd64.docker.tar`;
    const loaded = await runProcess(["docker", "load", "-i", archive], { env });
    assertEquals(loaded.status, 0, loaded.stderr);
    const command = [`${PROJECT_PATH}/docs/recipes/docker.sh`, "say goodbye in greet.txt"];
    const outcome = await runProcess(command, { env, cwd: repository.path });
    assertEquals([outcome.status, outcome.stderr], [0, ""]);
    assertEquals((await gitApply(repository, outcome.bytes)).status, 0);
    assertEquals(await Deno.readTextFile(`${repository.path}/greet.txt`), "goodbye\n");
  },
});
