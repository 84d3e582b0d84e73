/**
 * Careful access to JSON of others: a value of the wrong kind reads as absent.
 *
 * @module
 */

/** A JSON object. */
export type JsonObject = { readonly [name: string]: unknown };

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is an object that has all these fields. */
export function hasFields(value: unknown, ...names: readonly string[]): value is JsonObject {
  return isObject(value) && names.every((name) => Object.hasOwn(value, name));
}

/** Whether a value is an array whose first element has all these fields. */
export function isListOf(value: unknown, ...names: readonly string[]): value is JsonObject[] {
  return Array.isArray(value) && hasFields(value[0], ...names);
}

/** What lies at a path of field names and indices, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<string | number, unknown>)[step];
  }
  return inner;
}

/** The text at a path, or undefined. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The whole number at a path, or undefined. */
export function numberAt(
  value: unknown,
  ...path: readonly (string | number)[]
): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isSafeInteger(found) ? found : undefined;
}

/** The objects in the array at a path; none when there is no array. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): JsonObject[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}
