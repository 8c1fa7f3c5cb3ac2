/**
 * A number from 0 up to but not including 1 that looks random and depends on nothing but its arguments: whether the n-th
 * call is struck stays the same however the calls of other faults fall between.
 */
export function chance(seed: number, fault: number, call: number): number {
  let state = 0x6a09e667;
  for (const part of [seed, fault, call]) state = mix(state ^ part ^ Math.floor(part / 2 ** 32));
  return state / 2 ** 32;
}

// The finalizer of MurmurHash3: each bit of the input moves about half of the bits of the output.
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
