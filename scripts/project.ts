/** The folder of the project, without a slash at its end. */
export const PROJECT_PATH: string = decodeURIComponent(new URL("..", import.meta.url).pathname)
  .replace(/\/$/, "");
