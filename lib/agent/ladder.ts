import { printAnswerInstructions, stepDownForm } from "../answer_form.ts";
import type { AnswerForm, RequestRecord } from "../types.ts";

/** Files up to this size together can be asked for whole, in bytes. */
const WHOLE_LIMIT_BYTES = 12_000;

/**
 * The form to ask for after an answer of which nothing fits: one that is easier to write, as long as
 * that does not mean to write large files whole.
 *
 * @param form The form that was asked for.
 * @param sizesBytes Sizes of the files that the edits are about; infinite where the model cannot
 * write the file, as it does not see all of it.
 */
export function toEasierForm(form: AnswerForm, sizesBytes: readonly number[]): AnswerForm {
  const next = stepDownForm(form);
  const sizeBytes = sizesBytes.reduce((sum, size) => sum + size, 0);
  if (form === "whole" && sizeBytes === Infinity) return "search-replace";
  return next === "whole" && sizeBytes > WHOLE_LIMIT_BYTES ? form : next;
}

/** Asks for another form with the last message, so that all before it stays as it was. */
export function askInForm(request: RequestRecord, form: AnswerForm): RequestRecord {
  const last = request.messages.at(-1);
  if (form === request.answer || last === undefined) return request;
  const content = `${last.content}\n\nUse another form this time. ${printAnswerInstructions(form)}`;
  const messages = [...request.messages.slice(0, -1), { ...last, content }];
  return { ...request, answer: form, messages };
}
