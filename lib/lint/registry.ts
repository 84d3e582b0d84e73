/**
 * Every format that is known, in the order in which they are tried.
 *
 * @module
 */

import type { JsonFormat, TextFormat, XmlFormat } from "./format.ts";
import { arrow } from "./formats/arrow_text.ts";
import { astGrepJson, astGrepJsonStream } from "./formats/ast_grep_json.ts";
import { azure } from "./formats/azure.ts";
import { biomeJson } from "./formats/biome_json.ts";
import { cargoTest } from "./formats/cargo_tests.ts";
import { checkstyle } from "./formats/checkstyle.ts";
import { clangFormatXml } from "./formats/clang_format_xml.ts";
import { clangTidyYaml } from "./formats/clang_tidy_yaml.ts";
import { cppcheckXml } from "./formats/cppcheck_xml.ts";
import { denoLintJson } from "./formats/deno_lint_json.ts";
import { denoCheck, denoFmtCheck, denoTestPretty } from "./formats/deno_text.ts";
import { eslintJson, eslintJsonWithMetadata } from "./formats/eslint_json.ts";
import { biomeDefault, oxlintDefault, shellcheckTty } from "./formats/framed_text.ts";
import { gccJson } from "./formats/gcc_json.ts";
import { gcc } from "./formats/gcc_text.ts";
import { github } from "./formats/github.ts";
import { gitlab } from "./formats/gitlab.ts";
import { goAnalysisJson, goVetJson } from "./formats/go_analysis_json.ts";
import { goTest, goTestJson } from "./formats/go_tests.ts";
import { goText } from "./formats/go_text.ts";
import { golangciJson } from "./formats/golangci_json.ts";
import { junit } from "./formats/junit.ts";
import { mypyJson } from "./formats/mypy_json.ts";
import { nodeSpec } from "./formats/node_spec.ts";
import { oxlintJson } from "./formats/oxlint_json.ts";
import { diagnosticRecords } from "./formats/record.ts";
import { pylintJson, pylintJson2 } from "./formats/pylint_json.ts";
import { pyrightJson } from "./formats/pyright_json.ts";
import { pytest } from "./formats/pytest.ts";
import {
  flake8,
  isortCheck,
  msvs,
  mypy,
  pylintForm,
  pylintParseable,
  pylintText,
  pyright,
} from "./formats/python_rows.ts";
import { rdjson, rdjsonl } from "./formats/rdjson.ts";
import { ruffJson, ruffJsonLines } from "./formats/ruff_json.ts";
import { cargoJson, rustcJson } from "./formats/rustc_json.ts";
import { rustfmtDiff } from "./formats/rustfmt_diff.ts";
import { sarif } from "./formats/sarif.ts";
import { shellcheckJson, shellcheckJson1 } from "./formats/shellcheck_json.ts";
import { stylelintJson } from "./formats/stylelint_json.ts";
import { tap } from "./formats/tap.ts";
import { tsc, tscPretty } from "./formats/tsc.ts";
import { unifiedDiff } from "./formats/unified_diff.ts";
import { unittest } from "./formats/unittest.ts";
import { msbuild, unix } from "./formats/unix.ts";
import { compact, denoLintCompact, grouped, markdownlint } from "./formats/web_rows.ts";

/** Formats of JSON documents; their marks exclude each other but where the order says. */
export const JSON_FORMATS: readonly JsonFormat[] = [
  diagnosticRecords,
  rustcJson,
  cargoJson,
  goTestJson,
  eslintJson,
  eslintJsonWithMetadata,
  stylelintJson,
  ruffJson,
  ruffJsonLines,
  shellcheckJson1,
  shellcheckJson,
  astGrepJson,
  astGrepJsonStream,
  mypyJson,
  pylintJson,
  pylintJson2,
  pyrightJson,
  gccJson,
  gitlab,
  golangciJson,
  sarif,
  biomeJson,
  denoLintJson,
  oxlintJson,
  rdjson,
  rdjsonl,
  goAnalysisJson,
  goVetJson,
];

/** Formats of XML documents. */
export const XML_FORMATS: readonly XmlFormat[] = [checkstyle, junit, cppcheckXml, clangFormatXml];

/** Formats of lines: those with marks of their own first, the vaguest last. */
export const TEXT_FORMATS: readonly TextFormat[] = [
  github,
  azure,
  unifiedDiff,
  rustfmtDiff,
  clangTidyYaml,
  tap,
  goTest,
  cargoTest,
  pytest,
  unittest,
  nodeSpec,
  denoTestPretty,
  denoCheck,
  denoFmtCheck,
  biomeDefault,
  oxlintDefault,
  shellcheckTty,
  arrow,
  tscPretty,
  tsc,
  pyright,
  msvs,
  pylintParseable,
  pylintForm,
  pylintText,
  flake8,
  mypy,
  isortCheck,
  markdownlint,
  denoLintCompact,
  compact,
  grouped,
  goText,
  gcc,
  msbuild,
  unix,
];
