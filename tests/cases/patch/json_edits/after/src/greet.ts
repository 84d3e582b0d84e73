export function greet(name: string): string {
  return "Hi, " + name;
}

export function part(name: string): string {
  return "Bye, " + name;
}
