/**
 * Which words can be names.
 *
 * @module
 */

import type { GrammarName } from "../languages.ts";

const WORD_REGEXP = /^[\p{ID_Start}_][\p{ID_Continue}\u200c\u200d]*$/u;
const DOLLAR_WORD_REGEXP = /^[\p{ID_Start}_$][\p{ID_Continue}$\u200c\u200d]*$/u;
const COMMAND_REGEXP = /^[A-Za-z_][\w-]*$/;

const ECMASCRIPT_WORDS =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield";
const C_WORDS =
  "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex";
const JAVA_WORDS =
  "abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super switch synchronized this throw throws transient true try void volatile while _";

/** Words that are never names, blank between. */
const RESERVED: Readonly<Record<GrammarName, string>> = {
  typescript: `${ECMASCRIPT_WORDS} any boolean never number object string symbol unknown bigint`,
  tsx: `${ECMASCRIPT_WORDS} any boolean never number object string symbol unknown bigint`,
  javascript: ECMASCRIPT_WORDS,
  python:
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield",
  go:
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var _",
  rust:
    "Self abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof unsafe unsized use virtual where while yield _",
  java: JAVA_WORDS,
  c: C_WORDS,
  cpp:
    `${C_WORDS} alignas alignof and and_eq asm bitand bitor bool catch char8_t char16_t char32_t class co_await co_return co_yield compl concept consteval constexpr constinit const_cast decltype delete dynamic_cast explicit export false friend mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public reinterpret_cast requires static_assert static_cast template this thread_local throw true try typeid typename using virtual wchar_t xor xor_eq`,
  csharp:
    "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while",
  ruby:
    "BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield",
  php:
    "abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum exit extends final finally fn for foreach function global goto if implements include instanceof insteadof interface isset list match namespace new or print private protected public readonly require return static switch this throw trait try unset use var while xor yield",
  bash:
    "if then else elif fi case esac for select while until do done in function time coproc return exit export local declare readonly unset shift set test true false echo cd eval exec",
  css: "",
};

/** Whether a word can be the name of something in a language. */
export function isNameIn(language: GrammarName, word: string): boolean {
  if (RESERVED[language].split(" ").includes(word)) return false;
  switch (language) {
    case "typescript":
    case "tsx":
    case "javascript":
    case "java":
      return DOLLAR_WORD_REGEXP.test(word);
    case "bash":
      return COMMAND_REGEXP.test(word);
    default:
      return WORD_REGEXP.test(word);
  }
}

/** Whether a word can be searched for as a name of any language. */
export function isName(word: string): boolean {
  return DOLLAR_WORD_REGEXP.test(word) || COMMAND_REGEXP.test(word);
}

/** Names by which programs are started: whoever starts them does not look into the repository. */
const ENTRY_POINTS: Partial<Record<GrammarName, RegExp>> = {
  c: /^(?:main|wmain|WinMain|wWinMain|DllMain|_start|LLVMFuzzerTestOneInput)$/,
  cpp: /^(?:main|wmain|WinMain|wWinMain|DllMain|_start|LLVMFuzzerTestOneInput)$/,
  go: /^(?:main|init|TestMain)$/,
  rust: /^main$/,
};

/** Whether a top-level symbol is called from outside by its name. */
export function isEntryPoint(language: GrammarName, name: string): boolean {
  return ENTRY_POINTS[language]?.test(name) ?? false;
}
