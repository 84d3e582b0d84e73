/**
 * What a pattern may need around it to parse: an expression is no file in most languages.
 *
 * @module
 */

import type { GrammarName } from "../languages.ts";

/** Text before and after a pattern. */
export type Context = readonly [before: string, after: string];

const NONE: Context = ["", ""];

const ECMASCRIPT: readonly Context[] = [NONE, ["(", ")"], ["class A { ", " }"], [
  "async () => { ",
  " }",
]];
const TYPED: readonly Context[] = [...ECMASCRIPT, ["type A = ", ";"], ["interface A { ", " }"]];
const C: readonly Context[] = [["void f() { x = ", "; }"], ["void f() { ", " }"], NONE];

/** The contexts of a language, in the order in which they are tried. */
export const CONTEXTS: Readonly<Record<GrammarName, readonly Context[]>> = {
  typescript: TYPED,
  tsx: TYPED,
  javascript: ECMASCRIPT,
  python: [NONE, ["class A:\n    ", "\n"], ["def f():\n    ", "\n"]],
  go: [
    ["package p\nvar x = ", "\n"],
    ["package p\nfunc f() {\n", "\n}\n"],
    ["package p\n", "\n"],
    ["package p\ntype t ", "\n"],
  ],
  rust: [["fn f() { let x = ", "; }"], ["fn f() { ", " }"], NONE, ["impl A { ", " }"], [
    "type A = ",
    ";",
  ]],
  java: [
    ["class A { Object x = ", "; }"],
    ["class A { void f() { ", " } }"],
    ["class A { ", " }"],
    NONE,
  ],
  c: C,
  cpp: [...C, ["class A { ", " };"]],
  csharp: [
    ["class A { object x = ", "; }"],
    ["class A { void F() { ", " } }"],
    ["class A { ", " }"],
    NONE,
  ],
  ruby: [NONE, ["class A\n", "\nend\n"]],
  php: [["<?php x(", ");"], ["<?php ", ""], ["<?php class A { ", " }"], NONE],
  bash: [NONE],
  css: [NONE, ["a { ", " }"], ["a { b: ", "; }"]],
};
