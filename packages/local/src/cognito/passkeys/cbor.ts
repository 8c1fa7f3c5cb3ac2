/** What authenticators write: the part of RFC 8949 that CTAP2 admits. */
export type Cbor = number | string | boolean | null | Uint8Array | Cbor[] | Map<Cbor, Cbor>;

/** The first value in `bytes`, and where the next one begins. @throws RangeError for bytes that are no such value */
export function readCbor(bytes: Uint8Array, start = 0, depth = 0): { value: Cbor; end: number } {
  // CTAP2 nests four deep.
  if (depth > 8) throw new RangeError("Cannot read CBOR as it nests too deep");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(start);
  const major = first >> 5;
  const { value: argument, end } = readArgument(view, first & 31, start + 1);
  switch (major) {
    case 0:
      return { value: argument, end };
    case 1:
      return { value: -1 - argument, end };
    case 2:
    case 3: {
      if (argument > bytes.length - end) throw new RangeError("Cannot read CBOR as it ends too early");
      const content = bytes.subarray(end, end + argument);
      return { value: major === 2 ? content : Buffer.from(content).toString("utf8"), end: end + argument };
    }
    case 4:
      return readItems(bytes, argument, end, depth);
    case 5: {
      const { value: items, end: next } = readItems(bytes, argument * 2, end, depth);
      const pairs = Array.from({ length: argument }, (_, index): [Cbor, Cbor] => [
        items[index * 2] as Cbor,
        items[index * 2 + 1] as Cbor,
      ]);
      return { value: new Map(pairs), end: next };
    }
    case 7:
      if (first === 0xf4 || first === 0xf5) return { value: first === 0xf5, end };
      if (first === 0xf6) return { value: null, end };
  }
  throw new RangeError(`Cannot read CBOR as byte ${start} begins nothing that authenticators write`);
}

function readItems(bytes: Uint8Array, count: number, start: number, depth: number): { value: Cbor[]; end: number } {
  // Every item takes a byte at least.
  if (count > bytes.length - start) throw new RangeError("Cannot read CBOR as it ends too early");
  const value: Cbor[] = [];
  let end = start;
  for (let index = 0; index < count; index++) {
    const item = readCbor(bytes, end, depth + 1);
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

/** The number after a value's first byte, or in it. */
function readArgument(view: DataView, short: number, start: number): { value: number; end: number } {
  if (short < 24) return { value: short, end: start };
  if (short === 24) return { value: view.getUint8(start), end: start + 1 };
  if (short === 25) return { value: view.getUint16(start), end: start + 2 };
  if (short === 26) return { value: view.getUint32(start), end: start + 4 };
  throw new RangeError("Cannot read CBOR as a length is longer than four bytes");
}
