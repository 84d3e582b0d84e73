export const size = 1;
export function f(length: number) {
  return size + length;
}
