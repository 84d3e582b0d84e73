import type { RankedFile } from "../ranking.ts";
import type { Omission } from "../types.ts";
import { isWhole, type View } from "./view.ts";

const LEFT_OUT_LIMIT = 20;

/** Says in lines for a person why each file is in the request, and what was left out. */
export function explainPacking(
  files: readonly RankedFile[],
  views: readonly View[],
  omitted: readonly Omission[],
): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const shown = views.map((view) => {
    const where = isWhole(view)
      ? "whole"
      : `lines ${view.spans.map((span) => `${span.startLine}-${span.endLine - 1}`).join(", ")}`;
    return `in: ${view.path} (${where}): ${describe(byPath.get(view.path))}`;
  });
  const left = omitted.slice(0, LEFT_OUT_LIMIT).map(({ path, why }) =>
    `left out: ${path} (${why})${why === "budget" ? `: ${describe(byPath.get(path))}` : ""}`
  );
  const more = omitted.length - left.length;
  return [...shown, ...left, ...(more > 0 ? [`left out: ${more} more`] : [])];
}

function describe(file: RankedFile | undefined): string {
  if (file === undefined) return "no score";
  const why = file.why.length === 0 ? "" : `: ${file.why.join(", ")}`;
  return `score ${file.score.toFixed(2)}${why}`;
}
