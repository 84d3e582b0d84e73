/**
 * What a model asked to see, held against the same rules as everything else: only files that the
 * listing offers and the ranking does not exclude, read by the same port, without credentials.
 *
 * @module
 */

import { digest } from "../digest.ts";
import { toFailure } from "../errors.ts";
import { detectLanguage } from "../languages.ts";
import type { Listing } from "../ports.ts";
import type { DefinitionPlace, FindDefinitions, Ranking } from "../ranking.ts";
import type { Asked, ShownExcerpt } from "../types.ts";
import { isSecretIn, type OpenSource } from "./source.ts";
import type { View } from "./view.ts";

/** What the rules are. */
export interface AskedRules {
  /** The files that may be read. */
  readonly listing: Listing;
  /** What is never offered. */
  readonly excluded: Ranking["excluded"];
  /** Reads a file. */
  readonly open: OpenSource;
  /** Finds a name; absent where only paths can be asked for. */
  readonly findDefinitions?: FindDefinitions;
}

/** A wish, and the places that it stands for. */
export interface Resolved {
  /** As the model wrote it. */
  readonly wish: string;
  /** What may be shown for it. */
  readonly places: readonly DefinitionPlace[];
  /** Why nothing may; absent when something may. */
  readonly why?: string;
}

const PLACES_LIMIT = 5;
/** Larger files are never looked into. */
const FILE_LIMIT_BYTES = 1024 * 1024;
const LINES_REGEXP = /^(.+?):(\d{1,7})(?:-(\d{1,7}))?$/;
const NAME_REGEXP = /^(?:[\w$]+(?:\.|::|#|->))*([A-Za-z_$][\w$]*)(?:\(.*\))?$/;

/** Finds out what wishes stand for; nothing that they say widens what may be read. */
export async function resolveAsked(
  wishes: readonly string[],
  rules: AskedRules,
): Promise<readonly Resolved[]> {
  const resolved: Resolved[] = [];
  for (const wish of wishes) resolved.push(await resolve(wish, rules));
  return resolved;
}

async function resolve(wish: string, rules: AskedRules): Promise<Resolved> {
  const [, named = wish, from, to] = LINES_REGEXP.exec(wish) ?? [];
  const path = findPath(named, rules.listing);
  if (path !== undefined) {
    const startLine = Math.max(1, Number(from ?? 1));
    const endLine = from === undefined ? Infinity : Number(to ?? from) + 1;
    return { wish, ...await requireShowable([{ path, startLine, endLine }], rules) };
  }
  const skipped = rules.listing.skipped.find((skip) => skip.path === named);
  if (skipped !== undefined) return refuse(wish, skipped.why);
  const name = NAME_REGEXP.exec(wish)?.[1];
  if (name === undefined || detectLanguage(named) !== undefined) {
    return refuse(wish, "not a file of the repository");
  }
  const places = await rules.findDefinitions?.(name) ?? [];
  if (places.length === 0) {
    return refuse(wish, "neither a file of the repository nor defined in one");
  }
  return { wish, ...await requireShowable(places.slice(0, PLACES_LIMIT), rules) };
}

function refuse(wish: string, why: string): Resolved {
  return { wish, places: [], why };
}

/** The file of a path, also where only its end is written and no other file has it. */
function findPath(written: string, { files }: Listing): string | undefined {
  const path = written.replace(/^(?:\.\/)+/, "");
  if (files.some((file) => file.path === path)) return path;
  const ends = files.filter((file) => file.path.endsWith(`/${path}`));
  return ends.length === 1 && /[./]/.test(path) ? ends[0].path : undefined;
}

/** The places that may be shown; why the first may not when none may. */
async function requireShowable(
  places: readonly DefinitionPlace[],
  rules: AskedRules,
): Promise<Omit<Resolved, "wish">> {
  const checked = await Promise.all(places.map((place) => clip(place, rules)));
  const showable = checked.filter((place) => typeof place !== "string");
  if (showable.length > 0) return { places: showable };
  return { places: [], why: checked.find((place) => typeof place === "string") };
}

/** A place within its file, or why it may not be shown. */
async function clip(
  { path, startLine, endLine }: DefinitionPlace,
  { excluded, open }: AskedRules,
): Promise<DefinitionPlace | string> {
  const never = excluded.find((file) => file.path === path);
  if (never !== undefined) return never.why;
  let source;
  try {
    source = await open(path);
  } catch (error) {
    return toFailure(error).message;
  }
  if (source === undefined) return "missing";
  if (source.lines.reduce((sum, line) => sum + line.length + 1, 0) > FILE_LIMIT_BYTES) {
    return `larger than ${FILE_LIMIT_BYTES} bytes`;
  }
  const place = { path, startLine, endLine: Math.min(endLine, source.lines.length + 1) };
  if (place.startLine >= place.endLine) return "no such lines";
  const secret = source.findSecrets().find((secret) => isSecretIn(secret, place));
  return secret === undefined ? place : `a credential: ${path}:${secret.line}:${secret.rule}`;
}

/** What became of the wishes in a request that shows some views. */
export async function settleAsked(
  resolved: readonly Resolved[],
  views: readonly View[],
): Promise<readonly Asked[]> {
  return await Promise.all(resolved.map(async ({ wish, places, why }) => {
    if (why !== undefined) return { wish, shown: [], why };
    const shown = (await Promise.all(places.map((place) => findShown(place, views)))).flat();
    return shown.length > 0 ? { wish, shown } : { wish, shown, why: "no room in the budget" };
  }));
}

async function findShown(
  { path, startLine, endLine }: DefinitionPlace,
  views: readonly View[],
): Promise<ShownExcerpt[]> {
  const view = views.find((shown) => shown.path === path);
  const excerpts = (view?.spans ?? []).map(async (span) => {
    const start = Math.max(startLine, span.startLine);
    const end = Math.min(endLine, span.endLine);
    if (start >= end) return [];
    const text = view!.lines.slice(start - 1, end - 1).map((line) => line + "\n").join("");
    const bytes = new TextEncoder().encode(text);
    const excerpt = { path, startLine: start, endLine: end, sizeBytes: bytes.length };
    return [{ ...excerpt, digest: await digest(bytes) }];
  });
  return (await Promise.all(excerpts)).flat();
}
