/**
 * How a language binds names: which nodes are names, which open a scope, which positions declare,
 * and which name a member of something else. One table a language, in `tables/`.
 *
 * @module
 */

import type { GrammarName } from "../languages.ts";
import type { SyntaxNode } from "../syntax.ts";

/** Name spaces as bits: languages with types have two, the others use both at once. */
export type Space = number;
/** The space of values. */
export const VALUE: Space = 1;
/** The space of types. */
export const TYPE: Space = 2;
/** Both spaces. */
export const ANY: Space = 3;
/** The space of C's `struct` and `enum` tags. */
export const TAG: Space = 4;

/** One node on the way from the root to a name. */
export interface Step {
  /** The node. */
  readonly node: SyntaxNode;
  /** Its field in its parent; null without one. */
  readonly field: string | null;
}

/** The nodes from the root, first, to a name, last. */
export type Path = readonly Step[];

/** What kind of scope a node opens. A `class` scope is not seen from functions inside it. */
export type ScopeKind = "block" | "function" | "class" | "file";

/**
 * Which scope takes a declaration, seen from the declaring node: the nearest at or above it, the
 * nearest above it, the nearest function's, its own, the nearest class's above it, or the file's.
 */
export type ScopeChoice = "block" | "outer" | "function" | "self" | "class" | "file";

/** What a position declares. */
export interface DeclareRule {
  /** What it is for a person, such as `function`. */
  readonly kind: string;
  /** The scope that takes it. */
  readonly to: ScopeChoice;
  /** Type of the node whose scope takes it, instead of `to`; absent for the usual. */
  readonly toNode?: string;
  /** The spaces that it enters; both when absent. */
  readonly space?: Space;
  /** Where it is seen from: after the declaring node, or after its own name; everywhere if absent. */
  readonly after?: "node" | "name";
  /** Whether it sets what an enclosing scope declared before it, up to the function, if one did. */
  readonly sets?: true;
  /** Whether several declarations in one scope are different things that nobody can tell apart. */
  readonly single?: true;
  /** Whether it is also reached through a value or a type, so that only types can find all uses. */
  readonly member?: true;
}

/** Where an imported name comes from. */
export interface ImportOrigin {
  /** The module as it is written. */
  readonly source: string;
  /** The name there; `default`, or `*` for the module itself. */
  readonly imported: string;
}

/** What a name does where it stands. */
export type Role =
  | {
    /** It brings a name into a scope. */
    readonly type: "declare";
    /** The rule. */
    readonly rule: DeclareRule;
    /** Index in the path of the scope that takes it. */
    readonly scope: number;
    /** Where it comes from, for an import. */
    readonly origin?: ImportOrigin;
    /** Names under which it leaves the file with this declaration. */
    readonly exported?: string;
  }
  | {
    /** It uses a name of some scope. */
    readonly type: "refer";
    /** The spaces that are searched. */
    readonly space: Space;
    /** Whether it stands in a text that only a macro understands. */
    readonly unsure?: true;
    /** Name under which it leaves the file here; absent when it does not. */
    readonly exported?: string;
  }
  | {
    /** It names what another module exports, and binds nothing here. */
    readonly type: "foreign";
    /** Where. */
    readonly origin: ImportOrigin;
    /** Name under which it leaves this file again; absent when it does not. */
    readonly exported?: string;
  }
  | {
    /** It names a part of something: only the type of that tells which. */
    readonly type: "member";
    /** The names before it, outermost first, when it is a plain chain such as `a.b`. */
    readonly qualifier?: readonly string[];
  }
  | {
    /** It makes assignments in its scope reach an outer one, as Python's `global`. */
    readonly type: "redirect";
    /** Index in the path of the scope that no longer takes the name. */
    readonly scope: number;
    /** Whether the file's scope takes it, or the next function's. */
    readonly to: "file" | "outer";
  }
  | {
    /** A label, a keyword argument, an alias for export: a name of its own. */
    readonly type: "other";
    /** What it is. */
    readonly kind: string;
  };

/** A word in a text. */
export interface Word {
  /** The whole text of the file. */
  readonly text: string;
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
}

/** How a language binds names. */
export interface ScopeTable {
  /** The languages that the table is for. */
  readonly languages: readonly GrammarName[];
  /** Types of the leaves that are names. */
  readonly names: ReadonlySet<string>;
  /** Types of the nodes that open a scope. */
  readonly scopes: Readonly<Record<string, ScopeKind>>;
  /** Positions, as `parent.field`, of a part of a pattern that declares what its parent does. */
  readonly patterns: ReadonlySet<string>;
  /** Positions that declare. */
  readonly declares: Readonly<
    Record<string, DeclareRule | ((path: Path, index: number) => DeclareRule | Role | undefined)>
  >;
  /** Positions that name a member. */
  readonly members: ReadonlySet<string>;
  /** Positions that do not see the scope that they are in, such as a default value in Python. */
  readonly escapes?: ReadonlySet<string>;
  /** The same for steps that the position alone does not tell. */
  readonly isEscape?: (path: Path, index: number) => boolean;
  /** Whether a type and a value of one name at the top are one symbol, as exports make them. */
  readonly mergesAtTop?: true;
  /** Whether names also stand inside longer leaves, where nobody can tell what they are. */
  readonly hasLooseLeaves?: true;
  /** Texts, by node type, in which the name may be code: what stands there cannot be proven. */
  readonly doubtfulTexts?: RegExp;
  /** Code in a scope after which a local name may be used unseen, such as `compact()` in PHP. */
  readonly doubtfulCode?: RegExp;
  /** Nodes that names from outside do not enter, unless a text in them says so. */
  readonly barriers?: { readonly types: ReadonlySet<string>; readonly unless: RegExp };
  /** Whether each declaration in a scope is a binding of its own, as `let` in Rust. */
  readonly redeclares?: true;
  /** What the tables cannot say; undefined for the usual. */
  readonly inspect?: (path: Path, table: ScopeTable) => Role | undefined;
  /** What a word in a string or a comment does, where such text is code; undefined for plain text. */
  readonly readString?: (path: Path, word: Word) => Role | undefined;
  /** Whether a declaration is only there in some builds, and stands for the one before it. */
  readonly isConditional?: (path: Path) => boolean;
  /** Whether a class runs from top to bottom, so that a name is its own only once it is declared. */
  readonly hasOrderedClasses?: true;
  /** The spaces that a use searches; both when absent. */
  readonly useSpace?: (path: Path) => Space;
}

/** The position of a step: the type of its parent and its field. */
export function positionOf(path: Path, index: number): string {
  return index === 0 ? "" : `${path[index - 1].node.type}.${path[index].field ?? ""}`;
}

/** The index of the last step before `from`, or at it, that fits; -1 without one. */
export function findStep(
  path: Path,
  from: number,
  fits: (step: Step, index: number) => boolean,
): number {
  for (let index = from; index >= 0; index--) if (fits(path[index], index)) return index;
  return -1;
}

/** The text of a field of a node; undefined when it is not there. */
export function fieldText(node: SyntaxNode, field: string): string | undefined {
  return node.childForFieldName(field)?.text;
}

/** The scope that takes a declaration. */
export function chooseScope(
  path: Path,
  declaring: number,
  rule: DeclareRule,
  table: ScopeTable,
): number {
  const isScope = (step: Step) => Object.hasOwn(table.scopes, step.node.type);
  if (rule.toNode !== undefined) {
    return Math.max(0, findStep(path, declaring, (step) => step.node.type === rule.toNode));
  }
  switch (rule.to) {
    case "file":
      return 0;
    case "self":
      return declaring;
    case "outer":
      return Math.max(0, findStep(path, declaring - 1, isScope));
    case "block":
      return Math.max(0, findStep(path, declaring, isScope));
    case "class":
      return Math.max(
        0,
        findStep(path, declaring - 1, (step) => table.scopes[step.node.type] === "class"),
      );
    case "function":
      return Math.max(
        0,
        findStep(path, declaring, (step) => {
          const kind = table.scopes[step.node.type];
          return kind === "function" || kind === "file" || kind === "class";
        }),
      );
  }
}
