import { sha256 } from "../digests.ts";
import type { Component } from "./components.ts";
import type { Subject } from "./cyclonedx.ts";

/** A bill of materials in SPDX 2.3. */
export async function printSpdx(
  subject: Subject,
  components: readonly Component[],
): Promise<string> {
  const self = "SPDXRef-Package-self";
  const packages = [toOwnPackage(subject, self), ...components.map(toPackage)];
  const relationships = [
    relate("SPDXRef-DOCUMENT", "DESCRIBES", self),
    ...components.map((component) =>
      component.isShipped
        ? relate(self, "DEPENDS_ON", toId(component.purl))
        : relate(toId(component.purl), "DEV_DEPENDENCY_OF", self)
    ),
    ...components.flatMap(({ purl, needs }) =>
      needs.map((need) => relate(toId(purl), "DEPENDS_ON", toId(need)))
    ),
  ];
  const content = JSON.stringify({ packages, relationships });
  const digest = await sha256(new TextEncoder().encode(content));
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${subject.name}-${subject.version}`,
    // Unique by content, as the specification asks, and the same for the same content.
    documentNamespace: `urn:sha256:${digest}`,
    creationInfo: {
      created: new Date(subject.epochSeconds * 1000).toISOString().replace(".000Z", "Z"),
      creators: [`Tool: ${subject.name}-${subject.version}`],
    },
    packages,
    relationships,
  };
  return JSON.stringify(document, null, 2) + "\n";
}

function toOwnPackage({ name, version }: Subject, id: string): unknown {
  return {
    SPDXID: id,
    name,
    versionInfo: version,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    licenseConcluded: "MIT",
    licenseDeclared: "MIT",
    copyrightText: "NOASSERTION",
  };
}

function toPackage(component: Component): unknown {
  const { name, version, purl, algorithm, digest, licence = "NOASSERTION" } = component;
  return {
    SPDXID: toId(purl),
    name,
    versionInfo: version,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    checksums: [{ algorithm: algorithm.replace("-", ""), checksumValue: digest }],
    licenseConcluded: "NOASSERTION",
    licenseDeclared: licence,
    copyrightText: "NOASSERTION",
    externalRefs: [
      { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl },
    ],
  };
}

function relate(from: string, kind: string, to: string): unknown {
  return { spdxElementId: from, relationshipType: kind, relatedSpdxElement: to };
}

/** An identifier takes letters, digits, dots and dashes; the rest is written as its number. */
function toId(purl: string): string {
  const name = purl.replace(/^pkg:/, "").replaceAll(
    /[^A-Za-z0-9.]/g,
    (character) => `-${character.charCodeAt(0).toString(16)}-`,
  );
  return `SPDXRef-${name}`;
}
