// deno-lint-ignore-file no-explicit-any
type Type<T> = abstract new (...args: any[]) => T;
export declare class AssertionError extends Error {}
export declare function assert(condition: unknown, message?: string): asserts condition;
export declare function assertEquals<T>(actual: T, expected: T, message?: string): void;
export declare function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
export declare function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): void;
export declare function assertExists<T>(
  value: T,
  message?: string,
): asserts value is NonNullable<T>;
export declare function assertMatch(actual: string, expected: RegExp, message?: string): void;
export declare function assertStringIncludes(
  actual: string,
  expected: string,
  message?: string,
): void;
export declare function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass?: Type<E>,
  messageIncludes?: string,
): E;
export declare function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass?: Type<E>,
  messageIncludes?: string,
): Promise<E>;
