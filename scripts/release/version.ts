/**
 * The version of a release, in the three places that state it.
 *
 * @module
 */

import { Failure } from "../../lib/errors.ts";

const VERSION_REGEXP = /^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/;
const UNRELEASED = "## Unreleased\n";

/** The places that state the version, as texts. */
export interface VersionTexts {
  /** `deno.json`. */
  readonly config: string;
  /** `cli/help.ts`. */
  readonly help: string;
  /** `CHANGELOG.md`. */
  readonly changelog: string;
}

/**
 * Makes what is unreleased the changes of a version.
 *
 * @param texts The places as they are.
 * @param version The new version.
 * @param date Its day, as `2026-01-31`.
 * @throws {Failure} With `E_USAGE` for what is no version, was released, or changes nothing.
 */
export function bumpVersion(texts: VersionTexts, version: string, date: string): VersionTexts {
  const refuse = (state: string) => new Failure("E_USAGE", `Cannot release "${version}": ${state}`);
  if (!VERSION_REGEXP.test(version)) throw refuse("expected a version such as 1.2.3");
  const { changelog } = texts;
  if (changelog.includes(`\n## ${version} `)) throw refuse("the changelog has it already");
  if (changesOf(changelog, "Unreleased") === "") {
    throw refuse("the changelog has no changes for it");
  }
  return {
    config: replaceOnce(texts.config, /"version": "[^"]*"/, `"version": "${version}"`),
    help: replaceOnce(texts.help, /VERSION = "[^"]*"/, `VERSION = "${version}"`),
    changelog: changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`),
  };
}

/** What the changelog says about a version; empty when it says nothing. */
export function changesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[ \n]/, 1)[0] === version) ?? "";
  return section.split("\n").slice(1).join("\n").trim();
}

function replaceOnce(text: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(text)) throw new Error(`Cannot set version: ${pattern} is not there`);
  return text.replace(pattern, replacement);
}
