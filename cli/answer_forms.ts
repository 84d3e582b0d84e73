import { Failure } from "../lib/errors.ts";
import type { AnswerForm } from "../lib/types.ts";
import type { Options } from "./options.ts";

const FORMS = ["search-replace", "whole", "udiff", "apply-patch", "json"] as const;

/** The forms of `--format`, or the one that `context` asks for by itself. */
export function readForms(options: Options): readonly (AnswerForm | undefined)[] {
  const forms = options.list("format").map((text) => {
    const form = FORMS.find((known) => known === text);
    if (form !== undefined) return form;
    const names = FORMS.join(", ");
    throw new Failure("E_USAGE", `Cannot take option "--format": "${text}" is not one of ${names}`);
  });
  return forms.length === 0 ? [undefined] : forms;
}
