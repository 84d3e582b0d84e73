import { InputError } from "../../errors.ts";

/**
 * Applies a delta of a pack to the object that it was made from.
 *
 * @param base That object.
 * @param delta Two sizes, then copies from the base and new bytes.
 * @param limitBytes Most bytes that may come out.
 * @throws {InputError} When it is cut, damaged, made from another object, or too large.
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array, limitBytes: number): Uint8Array {
  let at = 0;
  const takeByte = () => {
    if (at >= delta.length) throw damaged("it is cut");
    return delta[at++];
  };
  const takeSize = () => {
    let size = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = takeByte();
      size += (byte & 127) * scale;
      if (byte < 128) return size;
      if (scale > limitBytes) throw damaged("it is too large");
    }
  };
  const takeNumber = (bytes: number, mask: number) => {
    let number = 0;
    for (let i = 0; i < bytes; i++) if (mask & (1 << i)) number += takeByte() * 256 ** i;
    return number;
  };
  if (takeSize() !== base.length) throw damaged("it was made from another object");
  const sizeBytes = takeSize();
  if (sizeBytes > limitBytes) throw damaged("it is too large");
  const output = new Uint8Array(sizeBytes);
  let used = 0;
  while (at < delta.length) {
    const order = takeByte();
    const isCopy = order >= 128;
    const from = isCopy ? base : delta;
    const start = isCopy ? takeNumber(4, order) : at;
    const size = isCopy ? takeNumber(3, order >> 4) || 0x10000 : order;
    if (size === 0 || start + size > from.length || used + size > sizeBytes) {
      throw damaged("a part is out of range");
    }
    output.set(from.subarray(start, start + size), used);
    used += size;
    if (!isCopy) at += size;
  }
  if (used !== sizeBytes) throw damaged("it is cut");
  return output;
}

function damaged(why: string): InputError {
  return new InputError(`Cannot apply the delta: ${why}`);
}
