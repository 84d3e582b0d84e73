import type { Component } from "./components.ts";

/** What a bill is about. */
export interface Subject {
  /** The name of the program. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** When its source was last changed, in seconds since 1970. */
  readonly epochSeconds: number;
}

/** A bill of materials in CycloneDX 1.6. */
export function printCycloneDx(subject: Subject, components: readonly Component[]): string {
  const self = `pkg:generic/${subject.name}@${subject.version}`;
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: new Date(subject.epochSeconds * 1000).toISOString(),
      component: {
        type: "application",
        "bom-ref": self,
        name: subject.name,
        version: subject.version,
        licenses: [{ license: { id: "MIT" } }],
        purl: self,
      },
    },
    components: components.map(toEntry),
    dependencies: [
      { ref: self, dependsOn: components.map((component) => component.purl) },
      ...components.map(({ purl, needs }) => ({ ref: purl, dependsOn: needs })),
    ],
  };
  return JSON.stringify(bill, null, 2) + "\n";
}

function toEntry(component: Component): unknown {
  const { name, version, purl, algorithm, digest, licence, isShipped } = component;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    scope: isShipped ? "required" : "excluded",
    hashes: [{ alg: algorithm, content: digest }],
    ...(licence === undefined ? {} : { licenses: [toLicence(licence)] }),
    purl,
  };
}

/** A single identifier is named; anything with an operator is an expression. */
function toLicence(licence: string): unknown {
  return /\s/.test(licence) ? { expression: licence } : { license: { id: licence } };
}
