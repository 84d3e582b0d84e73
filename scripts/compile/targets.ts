/**
 * The machines that executables are made for, and how a program for each begins.
 *
 * @module
 */

/** A machine, as Deno names it. */
export type Target =
  | "x86_64-unknown-linux-gnu"
  | "aarch64-unknown-linux-gnu"
  | "x86_64-apple-darwin"
  | "aarch64-apple-darwin"
  | "x86_64-pc-windows-msvc";

/** What a file must look like to be a program for a machine. */
interface Format {
  /** Offset of the bytes that tell the processor; or where a PE file says that offset, plus 4. */
  readonly machineOffset: number | "pe";
  /** Its first bytes. */
  readonly magic: readonly number[];
  /** The bytes that tell the processor. */
  readonly machine: readonly number[];
}

const ELF = { magic: [0x7f, 0x45, 0x4c, 0x46, 2, 1], machineOffset: 18 } as const;
const MACH_O = { magic: [0xcf, 0xfa, 0xed, 0xfe], machineOffset: 4 } as const;
const PE = { magic: [0x4d, 0x5a], machineOffset: "pe" } as const;

const FORMATS: Readonly<Record<Target, Format>> = {
  "x86_64-unknown-linux-gnu": { ...ELF, machine: [62, 0] },
  "aarch64-unknown-linux-gnu": { ...ELF, machine: [183, 0] },
  "x86_64-apple-darwin": { ...MACH_O, machine: [7, 0, 0, 1] },
  "aarch64-apple-darwin": { ...MACH_O, machine: [12, 0, 0, 1] },
  "x86_64-pc-windows-msvc": { ...PE, machine: [0x64, 0x86] },
};

/** All machines, in the order in which they are built for. */
export const TARGETS = Object.keys(FORMATS) as readonly Target[];

/** Whether a text names a machine. */
export function isTarget(text: string): text is Target {
  return Object.hasOwn(FORMATS, text);
}

/** The machine of this process; undefined where none of ours is meant. */
export function hostTarget(build = Deno.build.target): Target | undefined {
  return isTarget(build) ? build : undefined;
}

/** Whether bytes are a program for a machine, as far as its header says. */
export function isProgramFor(target: Target, bytes: Uint8Array): boolean {
  const { magic, machine, machineOffset } = FORMATS[target];
  const has = (offset: number, wanted: readonly number[]) =>
    wanted.every((byte, at) => bytes[offset + at] === byte);
  const offset = machineOffset === "pe" ? readUint32(bytes, 0x3c) + 4 : machineOffset;
  return has(0, magic) && has(offset, machine);
}

function readUint32(bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
}

/** The name of an executable: of one command, or of the program as a whole. */
export function executableName(command: string | undefined, target: Target): string {
  const suffix = target.includes("windows") ? ".exe" : "";
  return `zerostack${command === undefined ? "" : `-${command}`}-${target}${suffix}`;
}
