/**
 * Files by which people tell coding agents what not to read. Each is honoured, in the form of
 * `.gitignore` and in every folder, whoever it was written for.
 */
export const HIDING_FILES: readonly string[] = [
  ".aiexclude",
  ".aiderignore",
  ".aiignore",
  ".augmentignore",
  ".claudeignore",
  ".clineignore",
  ".codeiumignore",
  ".continueignore",
  ".copilotignore",
  ".cursorignore",
  ".geminiignore",
  ".kilocodeignore",
  ".qwenignore",
  ".rooignore",
  ".tabnineignore",
  ".windsurfignore",
  ".zerostackignore",
];
