import { Failure } from "../lib/errors.ts";
import type { AnswerForm } from "../lib/types.ts";
import { compileWildcard, toByteString } from "../lib/wildcard.ts";
import type { Options } from "./options.ts";

const FORMS = ["search-replace", "whole", "udiff", "apply-patch", "json"] as const;

/**
 * The forms of `--format` for a model: those that are set for models of its name, else those for all.
 *
 * @param options The options; each value is `FORM`, or `MODEL=FORM` with wildcards in the name.
 * @param model The model; absent when it is not known.
 * @returns The forms; none when it is left to the program.
 */
export function readForms(options: Options, model?: string): readonly AnswerForm[] {
  const given = options.list("format").map(parseValue);
  const isFor = (pattern: string | undefined) =>
    pattern !== undefined && model !== undefined &&
    compileWildcard(toByteString(pattern.replaceAll("/", "_")))(
      toByteString(model.replaceAll("/", "_")),
    );
  const own = given.filter(({ pattern }) => isFor(pattern));
  const chosen = own.length > 0 ? own : given.filter(({ pattern }) => pattern === undefined);
  return chosen.map(({ form }) => form);
}

/** Whether some form is set for models by their name. */
export function hasFormsByModel(options: Options): boolean {
  return options.list("format").some((value) => value.includes("="));
}

function parseValue(value: string): { readonly form: AnswerForm; readonly pattern?: string } {
  const at = value.lastIndexOf("=");
  const text = value.slice(at + 1);
  const form = FORMS.find((known) => known === text);
  if (form !== undefined) return at < 0 ? { form } : { form, pattern: value.slice(0, at) };
  const names = FORMS.join(", ");
  throw new Failure("E_USAGE", `Cannot take option "--format": "${text}" is not one of ${names}`);
}
