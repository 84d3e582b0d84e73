export function greet(name: string): string {
  return "Hello, " + name;
}

export function part(name: string): string {
  return "Bye, " + name;
}
