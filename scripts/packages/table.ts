/**
 * The files that builds start from besides what `deno.lock` names: the runtime from npm, and what
 * it needs of a system from Debian. Each is taken only with the digest that stands here.
 *
 * @module
 */

/** A processor that images and executables are made for, as OCI images name it. */
export type Architecture = "amd64" | "arm64";

/** A file of a package registry. */
export interface PinnedFile {
  /** The name under which the registry's client stores it. */
  readonly fileName: string;
  /** Its SHA-256, in hexadecimal. */
  readonly digest: string;
  /** The registry. */
  readonly registry: "npm" | "debian";
  /** The name of the package there. */
  readonly packageName: string;
  /** The version of the package there. */
  readonly version: string;
  /** The processor that it is for. */
  readonly architecture: Architecture | "all";
  /** What it is used for. */
  readonly use: "runtime" | "libraries" | "certificates" | "licences";
  /** Its licence, as SPDX writes it. */
  readonly licence: string;
}

/** The version of the runtime that everything is built and tested with. */
export const RUNTIME_VERSION = "2.9.6";

const DEBIAN = { registry: "debian", use: "libraries" } as const;
const RUNTIME = {
  registry: "npm",
  use: "runtime",
  version: RUNTIME_VERSION,
  licence: "MIT",
} as const;
const LIBC = {
  ...DEBIAN,
  packageName: "libc6",
  version: "2.36-9+deb12u14",
  licence: "LGPL-2.1-or-later",
};
const LIBGCC = {
  ...DEBIAN,
  packageName: "libgcc-s1",
  version: "12.2.0-14+deb12u1",
  licence: "GPL-3.0-or-later WITH GCC-exception-3.1",
};

/** Holds the licence of libgcc-s1. */
const GCC_BASE = { ...LIBGCC, packageName: "gcc-12-base", use: "licences" } as const;

/** All of them, sorted by file name. */
export const PINNED_FILES: readonly PinnedFile[] = [
  {
    fileName: "ca-certificates_20250419~deb12u2_all.deb",
    digest: "b9f76b5271a7ac373fd5e7e1b5b826a71ddd702b42a0d104955ecb1acfffc94b",
    registry: "debian",
    packageName: "ca-certificates",
    version: "20250419~deb12u2",
    architecture: "all",
    use: "certificates",
    licence: "MPL-2.0",
  },
  {
    ...RUNTIME,
    fileName: "deno-linux-arm64-glibc-2.9.6.tgz",
    digest: "8e32a9c72c84c14f91fde26efbef0b5f347286f3c68b4b7d4b8040ae9e6f42ec",
    packageName: "@deno/linux-arm64-glibc",
    architecture: "arm64",
  },
  {
    ...RUNTIME,
    fileName: "deno-linux-x64-glibc-2.9.6.tgz",
    digest: "a6596af07f3570b4f1ffa6783bfee9942aac14a719a601baa6bf5b71bf0105e2",
    packageName: "@deno/linux-x64-glibc",
    architecture: "amd64",
  },
  {
    ...GCC_BASE,
    fileName: "gcc-12-base_12.2.0-14+deb12u1_amd64.deb",
    digest: "1896a2aacf4ad681ff5eacc24a5b0ca4d5d9c9b9c9e4b6de5197bc1e116ea619",
    architecture: "amd64",
  },
  {
    ...GCC_BASE,
    fileName: "gcc-12-base_12.2.0-14+deb12u1_arm64.deb",
    digest: "674cf6cba6d432bd200c45fe866c1652c7a53523cc2e7a613e05bc4abf7b5440",
    architecture: "arm64",
  },
  {
    ...LIBC,
    fileName: "libc6_2.36-9+deb12u14_amd64.deb",
    digest: "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf",
    architecture: "amd64",
  },
  {
    ...LIBC,
    fileName: "libc6_2.36-9+deb12u14_arm64.deb",
    digest: "01f4330719fd4f65580e16ea5a0527f372fca750e8f588d26deaf09f2d3b1cf4",
    architecture: "arm64",
  },
  {
    ...LIBGCC,
    fileName: "libgcc-s1_12.2.0-14+deb12u1_amd64.deb",
    digest: "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7",
    architecture: "amd64",
  },
  {
    ...LIBGCC,
    fileName: "libgcc-s1_12.2.0-14+deb12u1_arm64.deb",
    digest: "576926b283613db80168ddf76380a3bd877602778cf0d226caa7bfbfa71eacf3",
    architecture: "arm64",
  },
];
