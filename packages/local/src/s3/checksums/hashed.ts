import { createHash } from "node:crypto";
import { type ChecksumAlgorithm, startChecksum } from "./checksum.ts";

/** What bytes that have passed come to. */
export interface Sums {
  md5: Buffer;
  size: number;
  /** In base64, of each algorithm that was asked for. */
  checksums: Map<ChecksumAlgorithm, string>;
}

/** Bytes that are summed up as they pass. @param onEnd told the sums before the iteration ends; what it throws ends the iteration */
export async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  algorithms: Iterable<ChecksumAlgorithm>,
  onEnd: (sums: Sums) => void,
): AsyncGenerator<Uint8Array> {
  const md5 = createHash("md5");
  const running = [...new Set(algorithms)].map((algorithm) => ({ algorithm, checksum: startChecksum(algorithm) }));
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    md5.update(piece);
    for (const { checksum } of running) checksum.update(piece);
    yield piece;
  }
  const checksums = new Map(running.map(({ algorithm, checksum }) => [algorithm, checksum.digest()]));
  onEnd({ md5: md5.digest(), size, checksums });
}
