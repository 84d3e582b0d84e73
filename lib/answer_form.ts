/**
 * The forms in which a model can write its edits: what it is told about each, and which one
 * to ask for next when edits did not fit.
 *
 * @module
 */

import type { AnswerForm } from "./types.ts";

/** What a model answers when there is nothing to do. */
export const NO_CHANGES = "NO CHANGES";

/** Whether an answer without edits ends with the line that says so, bare or emphasised. */
export function saysNoChanges(text: string): boolean {
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  return last.replace(/^[\s*_`"']+|[\s*_`"'.]+$/g, "").toUpperCase() === NO_CHANGES;
}

const SEARCH_REPLACE_TEXT =
  `Answer with edits and, if it helps, a sentence before them. An edit is the path of \
the file on a line of its own, then a block:

src/example.ts
<<<<<<< SEARCH
lines exactly as they are in the file, enough of them to occur only once
=======
lines that come in their place
>>>>>>> REPLACE

Copy the lines between SEARCH and the divider from the excerpt, with their indentation. Several small \
blocks are better than a large one. To create a file, leave the part between SEARCH and the divider \
empty. To delete lines, leave the part after the divider empty.`;

const WHOLE_TEXT =
  `Answer with whole files and, if it helps, a sentence before them. For each file \
that changes, write its path on a line of its own, then all of its lines, from the first to the last, \
in a fence:

src/example.ts
\`\`\`\`ts
every line of the file as it should be
\`\`\`\`

Use four backticks. Never leave lines out and never write a placeholder for them: what you write takes \
the place of the file.`;

const UDIFF_TEXT = `Answer with one unified diff in a fence and, if it helps, a sentence before it:

\`\`\`diff
--- a/src/example.ts
+++ b/src/example.ts
@@ -10,4 +10,4 @@
 a line that stays
-a line that goes
+a line that comes
 another line that stays
\`\`\`

Copy lines that stay or go from the excerpt, with their indentation. Give three lines that stay before \
and after each change. A new file has \`--- /dev/null\`, a deleted one \`+++ /dev/null\`.`;

const APPLY_PATCH_TEXT = `Answer with one patch and, if it helps, a sentence before it:

*** Begin Patch
*** Update File: src/example.ts
@@ the line that begins the function or class
 a line that stays
-a line that goes
+a line that comes
 another line that stays
*** Add File: src/new.ts
+each line of a new file
*** Delete File: src/old.ts
*** End Patch

Copy lines that stay or go from the excerpt, with their indentation. Give three lines that stay before \
and after each change, or more where those occur twice.`;

const JSON_TEXT = `Answer with a JSON array and nothing else. Each edit is an object:

[{"path": "src/example.ts", "old": "text exactly as it is in the file", "new": "text in its place"}]

"old" must occur exactly once in the file: copy enough of it, with its indentation. To create a file, \
leave "old" empty.`;

/**
 * What a model is told about the form of its answer, as part of the system prompt.
 *
 * @returns The text; empty for a plain answer.
 */
export function printAnswerInstructions(form: AnswerForm): string {
  switch (form) {
    case "search-replace":
      return SEARCH_REPLACE_TEXT;
    case "whole":
      return WHOLE_TEXT;
    case "udiff":
      return UDIFF_TEXT;
    case "apply-patch":
      return APPLY_PATCH_TEXT;
    case "json":
      return JSON_TEXT;
    case "text":
      return "";
  }
}

const EDIT_FORMS = ["search-replace", "whole", "udiff", "apply-patch", "json"] as const;

/** The form that instructions ask for; undefined when they ask for none of edits. */
export function findAskedForm(instructions: string): AnswerForm | undefined {
  return EDIT_FORMS.find((form) => instructions.includes(printAnswerInstructions(form)));
}

/**
 * The form to ask for after an attempt whose edits did not fit: one that is easier to write.
 *
 * @param form The form that was asked for.
 */
export function stepDownForm(form: AnswerForm): AnswerForm {
  switch (form) {
    case "udiff":
    case "apply-patch":
    case "json":
      return "search-replace";
    case "search-replace":
      return "whole";
    default:
      return form;
  }
}
