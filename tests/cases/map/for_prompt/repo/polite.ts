export function polite(name: string): string {
  return "Dear " + name;
}
export const LIMIT = 3;
