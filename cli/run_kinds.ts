/**
 * What a run asks and whom: each model in each form of the answer.
 *
 * @module
 */

import { chooseForm } from "../lib/agent/mod.ts";
import type { AnswerForm, RequestRecord } from "../lib/types.ts";
import { hasFormsByModel, readForms } from "./answer_forms.ts";
import type { Invocation } from "./command.ts";
import type { ModelSource } from "./model_source.ts";

/** A model, and what it is asked. */
export interface RunKind {
  /** The model. */
  readonly source: ModelSource;
  /** The request, packed for the form of its answer. */
  readonly request: RequestRecord;
}

/** Packs a request for a form of the answer. */
export type PackForm = (answer: AnswerForm) => Promise<RequestRecord>;

/** Packs what each model is asked: its first form for all models, then its second one. */
export async function packKinds(
  invocation: Invocation,
  sources: readonly ModelSource[],
  pack: PackForm,
): Promise<RunKind[]> {
  const packed = new Map<AnswerForm, RequestRecord>();
  const packOnce = async (form: AnswerForm) => {
    const request = packed.get(form) ?? await pack(form);
    packed.set(form, request);
    return request;
  };
  const kinds: { readonly source: ModelSource; readonly forms: readonly AnswerForm[] }[] = [];
  for (const source of sources) {
    const model = await findKnownName(invocation, source);
    const given = readForms(invocation.options, model);
    const choose = async () =>
      source.recordedForm ?? chooseForm(await packOnce("search-replace"), model);
    kinds.push({ source, forms: given.length > 0 ? given : [await choose()] });
  }
  const rounds = Math.max(...kinds.map(({ forms }) => forms.length));
  const result: RunKind[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { source, forms } of kinds) {
      if (round < forms.length) result.push({ source, request: await packOnce(forms[round]) });
    }
  }
  return result;
}

/** The name of a model where it is given or the server was asked already, or must be for its form. */
async function findKnownName(
  { options }: Invocation,
  source: ModelSource,
): Promise<string | undefined> {
  if (options.has("dry-run")) return source.name;
  const isAsked = !["window", "budget"].some((name) => options.has(name));
  return isAsked || hasFormsByModel(options) ? await source.findName() : source.name;
}
