import { Failure, InputError, toErrorRecord } from "../errors.ts";
import { type Batch, eachRecord, type Stage, toStage } from "../stage.ts";
import type { AnswerRecord, Base, ErrorRecord, PatchRecord, UnknownRecord } from "../types.ts";
import { applyAnswer, type ApplyOptions } from "./apply.ts";

/** Longest answer that is read, in UTF-16 units. */
export const ANSWER_LIMIT = 16 * 1024 * 1024;

/** The files, and what is allowed; the base comes with the answer. */
export type PatchStageOptions = Omit<ApplyOptions, "base">;

/** What the stage gives: a patch or an error, and records that it does not know. */
export type PatchStageRecord = PatchRecord | ErrorRecord | UnknownRecord;

/**
 * Makes the stage: an answer in, one patch out.
 *
 * An error of an earlier stage is passed on; an answer without its end is `E_CUT`. Records of types
 * that it does not know go through.
 */
export function patchStage(
  options: PatchStageOptions,
): Stage<AnswerRecord | UnknownRecord, PatchStageRecord> {
  return toStage<AnswerRecord | UnknownRecord, PatchStageRecord>(async function* (input) {
    try {
      yield* patchAnswers(input, options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      yield [toErrorRecord("patch", error)];
    }
  });
}

async function* patchAnswers(
  input: AsyncIterable<Batch<AnswerRecord | UnknownRecord>>,
  options: PatchStageOptions,
): AsyncGenerator<PatchStageRecord[]> {
  let answer: Answer | undefined;
  for await (const record of eachRecord(input)) {
    const known = record as AnswerRecord;
    switch (known.type) {
      case "start":
        answer = { base: toBase(known.base), parts: [], size: 0 };
        break;
      case "text":
        answer ??= { parts: [], size: 0 };
        if (typeof known.text !== "string") {
          throw new InputError('Cannot read "text" record: it holds no text');
        }
        answer.parts.push(known.text);
        answer.size += known.text.length;
        if (answer.size > ANSWER_LIMIT) {
          yield [toErrorRecord("patch", tooLong())];
          return;
        }
        break;
      case "usage":
        break;
      case "done":
        yield [await toRecord(answer ?? { parts: [], size: 0 }, options)];
        return;
      case "error":
        yield [known];
        return;
      default:
        yield [record as UnknownRecord];
    }
  }
  if (answer !== undefined) {
    const cut = new Failure("E_CUT", "Cannot make patch: the answer ended without its end");
    yield [toErrorRecord("patch", cut)];
  }
}

/** What the request was made from; records come from outside, so nothing about them is sure. */
function toBase(base: unknown): Base | undefined {
  if (typeof base !== "object" || base === null) return undefined;
  const files = "files" in base && Array.isArray(base.files) ? base.files : undefined;
  if (files?.every((file) => typeof file?.path === "string" && typeof file?.digest === "string")) {
    return { files };
  }
  throw new InputError('Cannot read "start" record: its base must list files with path and digest');
}

interface Answer {
  readonly base?: Base;
  readonly parts: string[];
  size: number;
}

function tooLong(): Failure {
  return new Failure("E_LIMIT", `Cannot make patch: the answer is longer than ${ANSWER_LIMIT}`);
}

async function toRecord(
  { base, parts }: Answer,
  options: PatchStageOptions,
): Promise<PatchRecord | ErrorRecord> {
  try {
    const outcome = await applyAnswer(
      parts.join(""),
      base === undefined ? options : { ...options, base },
    );
    if (outcome.ok) return outcome.patch;
    return toErrorRecord("patch", new Failure(outcome.reason, outcome.message));
  } catch (error) {
    return toErrorRecord("patch", error);
  }
}
