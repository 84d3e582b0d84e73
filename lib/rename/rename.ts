/**
 * Renames a symbol: by scopes where that can be proven, by types where they are needed and there.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { LoadTypeScript } from "../typescript.ts";
import type { PatchRecord } from "../types.ts";
import { isName } from "./names.ts";
import type { Place, Refusal } from "./plan.ts";
import { findResidue } from "./residue.ts";
import {
  makeRenamePatch,
  openWorkspace,
  type Plan,
  planRename,
  type RenameOptions as ScopeOptions,
  type RenamePorts as ScopePorts,
  type Workspace,
} from "./scope_engine.ts";
import { planByTypes } from "./type_plan.ts";

/** What a rename may do to the world. */
export interface RenamePorts extends ScopePorts {
  /** Loads TypeScript; absent where types are not wanted. */
  readonly loadTypeScript?: LoadTypeScript;
}

/** How uses are found: by scopes, and by types where scopes do not do; or by one of them only. */
export type RenameEngine = "auto" | "scope" | "types";

/** What is to be renamed. */
export interface RenameOptions extends ScopeOptions {
  /** How uses are found. Default `auto`. */
  readonly engine?: RenameEngine;
}

/** The outcome of a rename. */
export type RenameResult =
  | {
    /** It can be made. */
    readonly type: "renamed";
    /** The change. */
    readonly patch: PatchRecord;
    /** Places where the old word stays: comments, strings, other languages. */
    readonly residue: readonly Place[];
    /** What found the uses. */
    readonly engine: "scope" | "types";
  }
  | {
    /** It cannot be proven, or not be made. */
    readonly type: "refused";
    /** Why. */
    readonly refusal: Refusal;
  }
  | {
    /** There is no such symbol. */
    readonly type: "nothing";
  };

/**
 * Renames a symbol.
 *
 * @param options What is to be renamed.
 * @param ports The world.
 * @throws {Failure} With `E_USAGE` when a name is none, `E_SYNTAX` when the result would not parse.
 */
export async function renameSymbol(
  options: RenameOptions,
  ports: RenamePorts,
): Promise<RenameResult> {
  checkNames(options);
  const workspace = await openWorkspace(options.oldName, ports);
  try {
    const plan = await planRename(options, workspace);
    const wanted = options.engine ?? "auto";
    if (plan.type === "planned" && wanted !== "types") {
      return await finish(plan, options, workspace);
    }
    const isTyped = wanted !== "scope" && needsTypes(plan);
    const typed = isTyped ? await planByTypes(plan, options, { workspace, ports }) : undefined;
    return typed ?? toResult(plan);
  } finally {
    workspace.project.close();
  }
}

function checkNames({ oldName, newName }: RenameOptions): void {
  for (const name of [oldName, newName]) {
    if (isName(name)) continue;
    throw new Failure(
      "E_USAGE",
      `Cannot rename "${oldName}" to "${newName}": "${name}" is no name`,
    );
  }
  if (oldName === newName) {
    throw new Failure("E_NOTHING", `Cannot rename "${oldName}": it has this name already`);
  }
}

/** Types help where a member is meant, and where scopes could not prove that nothing is missed. */
function needsTypes(plan: Plan): boolean {
  return plan.type === "member" || plan.type === "planned" ||
    (plan.type === "refused" && plan.refusal.type === "unproven" && plan.target !== undefined);
}

function toResult(plan: Exclude<Plan, { readonly type: "planned" }> | Plan): RenameResult {
  switch (plan.type) {
    case "member":
      return {
        type: "refused",
        refusal: {
          type: "unproven",
          why: "it is a part of something, and only types tell of what",
          places: plan.places,
        },
      };
    case "planned":
      return {
        type: "refused",
        refusal: { type: "unproven", why: "types cannot be had for it", places: [] },
      };
    case "refused":
      return { type: "refused", refusal: plan.refusal };
    case "nothing":
      return plan;
  }
}

async function finish(
  plan: Plan & { readonly type: "planned" },
  options: RenameOptions,
  workspace: Workspace,
): Promise<RenameResult> {
  const residue = await findResidue(options.oldName, plan.linked, workspace);
  const patch = makeRenamePatch(plan, options);
  return { type: "renamed", patch, residue, engine: "scope" };
}
