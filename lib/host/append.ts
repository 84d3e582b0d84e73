import { Failure, toCauseText } from "../errors.ts";

/** A file that grows by whole lines. */
export interface Appender extends Disposable {
  /** Adds one line; the text includes its end. */
  append(line: string): Promise<void>;
}

/**
 * Opens a file for adding lines, and makes it when there is none. A line is added in one piece, so
 * that two programs that record at the same time do not mix theirs.
 *
 * @param path The file.
 * @throws {Failure} With `E_IO`.
 */
export function openAppender(path: string): Appender {
  const guard = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw new Failure("E_IO", `Cannot write "${path}": ${toCauseText(cause)}`, { cause });
    }
  };
  const file = guard(() => Deno.openSync(path, { append: true, create: true }));
  return {
    append: (line) =>
      Promise.resolve(guard(() => {
        const bytes = new TextEncoder().encode(line);
        for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      })),
    [Symbol.dispose]: () => file.close(),
  };
}
