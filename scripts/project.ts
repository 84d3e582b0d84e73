/** The folder of the project, without a slash at its end. */
export const PROJECT_PATH: string = decodeURIComponent(new URL("..", import.meta.url).pathname)
  .replace(/\/$/, "");

/** The options that hold the packages of a project to its lock file, which is never changed. */
export function lockedOptions(projectPath: string): readonly string[] {
  return [`--lock=${projectPath}/deno.lock`, "--frozen"];
}
