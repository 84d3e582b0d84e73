/**
 * How the artefacts were made: an in-toto statement with SLSA provenance.
 *
 * @module
 */

import { VERSION } from "../../cli/help.ts";
import { ProcessError, readProgram } from "../process.ts";
import { RUNTIME_VERSION } from "../packages/mod.ts";
import type { Component } from "../sbom/mod.ts";
import { digestFolder } from "./digest_list.ts";

/** The name of the statement's file. */
export const PROVENANCE_NAME = "provenance.json";
/** The name of the file that holds the statement with its signature. */
export const ENVELOPE_NAME = "provenance.dsse.json";

/**
 * Writes the provenance of a folder into it.
 *
 * @param path The folder; every file in it is a subject.
 * @param options The folder of the project, and what the artefacts are made of.
 */
export async function writeProvenance(
  path: string,
  options: { readonly projectPath: string; readonly components: readonly Component[] },
): Promise<void> {
  const { projectPath, components } = options;
  const digests = await digestFolder(path);
  const subject = Array.from(digests, ([name, sha256]) => ({ name, digest: { sha256 } }))
    .filter(({ name }) => name !== PROVENANCE_NAME && name !== ENVELOPE_NAME);
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject,
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "urn:zerostack:build:release:1",
        externalParameters: { task: "release", version: VERSION },
        internalParameters: {},
        resolvedDependencies: [
          ...await describeSource(projectPath),
          ...components.map(({ purl, algorithm, digest }) => ({
            uri: purl,
            digest: { [algorithm === "SHA-512" ? "sha512" : "sha256"]: digest },
          })),
        ],
      },
      runDetails: {
        builder: { id: "urn:zerostack:builder:deno-task", version: { deno: RUNTIME_VERSION } },
      },
    },
  };
  await Deno.writeTextFile(`${path}/${PROVENANCE_NAME}`, JSON.stringify(statement, null, 2) + "\n");
}

/** The commit that was built; nothing where there is none. */
async function describeSource(projectPath: string): Promise<readonly unknown[]> {
  try {
    const commit = await readProgram(["git", "-C", projectPath, "rev-parse", "HEAD"]);
    return [{ uri: "urn:zerostack:source", digest: { gitCommit: commit.trim() } }];
  } catch (error) {
    if (error instanceof ProcessError) return []; // an unpacked archive has no commits
    throw error;
  }
}
