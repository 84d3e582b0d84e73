/**
 * Makes all edits of one file, in memory.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import { diffLines } from "../line_diff.ts";
import type { Reason } from "../reasons.ts";
import { changeFile } from "./change_file.ts";
import type { DeleteEdit, Edit, WriteEdit } from "./edit.ts";
import { findElision } from "./elision.ts";
import { fail, failElided, type FileJob, type FileOutcome, finish } from "./file_job.ts";
import { makeFile, parseFile, printFile } from "./file_lines.ts";
import { trimEnd } from "./loose_text.ts";
import { findStrayEdit } from "./search_replace.ts";
import { ALIKE_SHARE, shareLines } from "./twin.ts";

/** A file of at least so many lines is not replaced by one of less than half its lines. */
const SHRINK_LIMIT_LINES = 20;

/** Makes the edits of one file. */
export function editFile(job: FileJob): FileOutcome {
  const deletion = job.edits.find((edit) => edit.kind === "delete");
  const write = job.edits.find((edit) => edit.kind === "write");
  if (deletion !== undefined) return deleteFile(job, deletion);
  if (write !== undefined) return writeFile(job, write);
  if (job.content === undefined) {
    const missing = job.edits.map((edit) =>
      fail(job, edit, "E_NOT_FOUND", "there is no such file")
    );
    return { failures: missing, fitted: [] };
  }
  return changeFile(job, job.content);
}

function refuse(job: FileJob, edit: Edit, reason: Reason, why: string): FileOutcome {
  return { failures: [fail(job, edit, reason, why)], fitted: [] };
}

/** An edit of the whole file allows no other edit of it. */
function findRival(job: FileJob, edit: Edit): Edit | undefined {
  return job.edits.find((other) => other !== edit && !job.carried.has(other));
}

function deleteFile(job: FileJob, edit: DeleteEdit): FileOutcome {
  const { path, content } = job;
  const rival = findRival(job, edit);
  if (rival !== undefined) {
    return refuse(job, rival, "E_CONFLICT", "the answer also deletes the file");
  }
  if (content === undefined) return refuse(job, edit, "E_NOT_FOUND", "there is no such file");
  const have = parseFile(content.bytes).lines.map(trimEnd);
  const said = edit.lines?.map((line) => trimEnd(encodeBinary(line)));
  const differs = said !== undefined && said.length > 0 && said.join("\n") !== have.join("\n");
  if (differs) {
    return refuse(job, edit, "E_NOT_FOUND", "the lines to delete are not those of the file");
  }
  return {
    versions: { path, before: content.bytes, mode: content.mode },
    failures: [],
    fitted: [edit],
  };
}

function writeFile(job: FileJob, edit: WriteEdit): FileOutcome {
  const { path, content } = job;
  const rival = findRival(job, edit);
  if (rival !== undefined) {
    return refuse(job, rival, "E_CONFLICT", "the answer also gives the whole file");
  }
  if (content === undefined) {
    if (edit.presence === "existing") {
      return refuse(job, edit, "E_NOT_FOUND", "there is no such file");
    }
    const elision = findElision([], edit.lines, { path, isWhole: true });
    if (elision !== undefined) return { failures: [failElided(job, edit, elision)], fitted: [] };
    const after = printFile(makeFile(edit.lines, edit.finalNewline));
    return { versions: { path, after }, failures: [], fitted: [edit] };
  }
  const file = parseFile(content.bytes);
  const lines = edit.lines.map(encodeBinary);
  const isSame = file.lines.join("\n") === lines.join("\n");
  if (edit.presence === "new" && file.lines.length > 0 && !isSame) {
    return refuse(job, edit, "E_EXISTS", "the file is there already and must be new");
  }
  if (job.shown === "part" || job.shown === "nothing") {
    const why = `the request shows ${job.shown} of the file, so that the rest of it would be lost`;
    return refuse(job, edit, "E_ANSWER", why);
  }
  const strayEdit = findStrayEdit(file.lines, edit.lines);
  if (strayEdit !== undefined) {
    const why = `the line "${strayEdit.trim()}" is a part of an edit and not of a file`;
    return refuse(job, edit, "E_ANSWER", why);
  }
  if (edit.presence === "if there" && shareLines(file.lines, lines) < ALIKE_SHARE) {
    const why = "what stands below its name may be the whole file or just an example";
    return refuse(job, edit, "E_AMBIGUOUS", why);
  }
  const elision = findElision(file.lines, edit.lines, { path, isWhole: true });
  if (elision !== undefined) return { failures: [failElided(job, edit, elision)], fitted: [] };
  const isPart = file.lines.length >= SHRINK_LIMIT_LINES && lines.length * 2 < file.lines.length;
  if (isPart && !job.allowShrink) {
    const why =
      `${lines.length} lines would replace all ${file.lines.length}, which looks like a part`;
    return refuse(job, edit, "E_ANSWER", why);
  }
  const edits = diffLines(file.lines, lines).map((change) => ({
    start: change.beforeStart,
    end: change.beforeEnd,
    lines: lines.slice(change.afterStart, change.afterEnd),
  }));
  return finish(job, content, { file, edits, fitted: [edit] });
}
