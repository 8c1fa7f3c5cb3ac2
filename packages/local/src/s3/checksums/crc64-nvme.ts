/** NVM Express' polynomial, reflected. */
export const crc64NvmePolynomial = 0x9a6c9329ac4bc9b5n;

// JavaScript's bitwise operators know 32 bits, and BigInt is some 50 times slower: each entry is kept as two halves.
const high = new Uint32Array(256);
const low = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ crc64NvmePolynomial : crc >> 1n;
  high[byte] = Number(crc >> 32n);
  low[byte] = Number(crc & 0xffffffffn);
}

/** A CRC-64/NVME as its two halves. */
export interface Crc64 {
  high: number;
  low: number;
}

/** CRC-64/NVME of `bytes`, going on from the CRC of what came before them. */
export function crc64Nvme(bytes: Uint8Array, before: Crc64 = { high: 0, low: 0 }): Crc64 {
  let upper = ~before.high;
  let lower = ~before.low;
  for (let index = 0; index < bytes.length; index++) {
    const entry = (lower ^ (bytes[index] as number)) & 0xff;
    lower = ((lower >>> 8) | (upper << 24)) ^ (low[entry] as number);
    upper = (upper >>> 8) ^ (high[entry] as number);
  }
  return { high: ~upper >>> 0, low: ~lower >>> 0 };
}
