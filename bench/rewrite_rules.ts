/**
 * Rewrites to hold to another program: patterns of many shapes, by language.
 *
 * @module
 */

import type { GrammarName } from "../lib/languages.ts";

/** A pattern and its replacement. */
export type PeerRule = readonly [pattern: string, replacement: string];

const ECMASCRIPT: readonly PeerRule[] = [
  ["assert.equal($A, $B)", "assert.is($B, $A)"],
  ["assert($$$A)", "check($$$A)"],
  ["new Error($$$A)", "fail($$$A)"],
  ["$A === undefined", "isUndefined($A)"],
  ["typeof $A === 'function'", "isFunction($A)"],
  ["$A.length", "size($A)"],
  ["$A && $A.$B", "$A?.$B"],
  ["if ($A) return $B", "if ($A) { return $B }"],
  ["for (const $A of $B) { $$$C }", "each($B, ($A) => { $$$C })"],
  ["return $A", "return done($A)"],
  ["$A ? $B : $C", "pick($A, $B, $C)"],
  ["throw $A", "raise($A)"],
  ["($A) => $B", "function ($A) { return $B }"],
  ["!$A", "not($A)"],
];

/** The rules of each language. */
export const PEER_RULES: Partial<Record<GrammarName, readonly PeerRule[]>> = {
  javascript: ECMASCRIPT,
  typescript: [
    ["assertEquals($A, $B)", "assertSame($B, $A)"],
    ["$A as $B", "cast<$B>($A)"],
    ["new Error($$$A)", "fail($$$A)"],
    ["await $A", "wait($A)"],
    ["Promise<$A>", "Future<$A>"],
    ["$A !== undefined", "isDefined($A)"],
    ["Object.keys($A)", "keysOf($A)"],
    ["$A.push($B)", "add($A, $B)"],
    ["import { $$$A } from '@std/assert'", "import { $$$A } from 'assert'"],
  ],
  python: [
    ["isinstance($A, $B)", "is_a($A, $B)"],
    ["$A is None", "none($A)"],
    ["print($$$A)", "log($$$A)"],
    ["$A == $B", "eq($A, $B)"],
    ["raise $A($$$B)", "fail($A, $$$B)"],
    ["self.$A = $B", "self.set('$A', $B)"],
    ["not $A", "neg($A)"],
    ["len($A)", "size($A)"],
    ["$A.append($B)", "$A.add($B)"],
  ],
  go: [
    ["fmt.Sprintf($$$A)", "format($$$A)"],
    ["len($A)", "size($A)"],
    ["$A != nil", "present($A)"],
    ["append($A, $$$B)", "add($A, $$$B)"],
    ["errors.New($A)", "fail($A)"],
    ["if err != nil { return err }", "check(err)"],
    ["$A := $B", "$A := wrap($B)"],
  ],
  rust: [
    ["$A.unwrap()", "must($A)"],
    ["Some($A)", "Just($A)"],
    ["vec![$$$A]", "list($$$A)"],
    ["assert_eq!($A, $B)", "assert_same!($B, $A)"],
    ["$A.clone()", "copy($A)"],
    ["Ok($A)", "Good($A)"],
    ["&$A", "borrow($A)"],
  ],
  java: [
    ["assertEquals($A, $B)", "assertSame($B, $A)"],
    ["new $A($$$B)", "make($$$B)"],
    ["$A == null", "isNull($A)"],
    ["return $A;", "return done($A);"],
    ["throw new $A($$$B);", "fail($$$B);"],
    ["$A.length()", "size($A)"],
    ["(String) $A", "string($A)"],
  ],
  c: [
    ["free($A)", "release($A)"],
    ["sizeof($A)", "size($A)"],
    ["$A == NULL", "missing($A)"],
    ["$A->$B", "get($A, $B)"],
    ["memset($A, 0, $B)", "clear($A, $B)"],
    ["return $A;", "return done($A);"],
  ],
  cpp: [
    ["assert($A)", "CHECK($A)"],
    ["delete $A", "drop($A)"],
    ["$A->$B($$$C)", "call($A, $B, $$$C)"],
    ["new $A($$$B)", "make<$A>($$$B)"],
  ],
  ruby: [
    ["raise $A", "fail $A"],
    ["$A.nil?", "none?($A)"],
    ["puts $A", "log($A)"],
    ["$A.each do |$B| $$$C end", "$A.walk do |$B| $$$C end"],
    ["return $A", "give $A"],
  ],
  php: [
    ["isset($A)", "has($A)"],
    ["count($A)", "size($A)"],
    ["new $A($$$B)", "make($A, $$$B)"],
    ["return $A;", "return done($A);"],
  ],
  bash: [
    ["echo $A", "print $A"],
    ["cd $A", "pushd $A"],
  ],
  csharp: [
    ["Assert.AreEqual($A, $B)", "Same($B, $A)"],
    ["throw new $A($$$B);", "Fail($$$B);"],
    ["$A == null", "$A is null"],
  ],
};
