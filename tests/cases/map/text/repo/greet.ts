export function greet(name: string): string {
  return polite(name);
}
