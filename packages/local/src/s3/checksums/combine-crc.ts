/**
 * The CRC of two texts in a row, told from the CRC of each and the length of the second. It multiplies by x to the power of that length in
 * bits, in the field of the CRC's polynomial; polynomial and CRCs are reflected, and the CRC starts and ends inverted.
 * @param width of the CRC in bits
 */
export function combineCrc(width: number, polynomial: bigint, first: bigint, second: bigint, secondLength: number): bigint {
  return multiply(width, polynomial, powerOfX(width, polynomial, BigInt(secondLength) * 8n), first) ^ second;
}

function powerOfX(width: number, polynomial: bigint, exponent: bigint): bigint {
  let result = 1n << BigInt(width - 1);
  let square = result >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(width, polynomial, square, result);
    square = multiply(width, polynomial, square, square);
  }
  return result;
}

function multiply(width: number, polynomial: bigint, left: bigint, right: bigint): bigint {
  let product = 0n;
  let shifted = right;
  for (let bit = BigInt(width - 1); bit >= 0n; bit--) {
    if ((left >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
