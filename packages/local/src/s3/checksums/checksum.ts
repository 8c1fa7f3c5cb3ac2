import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { combineCrc } from "./combine-crc.ts";
import { crc32c, crc32cPolynomial } from "./crc32c.ts";
import { type Crc64, crc64Nvme, crc64NvmePolynomial } from "./crc64-nvme.ts";

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/** A checksum of an object or a part; `value` is base64, with `-n` behind it where it is made of the checksums of n parts. */
export interface Checksum {
  algorithm: ChecksumAlgorithm;
  value: string;
  /** Of all bytes, or of the checksums of the parts. */
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** A checksum under way. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** In base64. */
  digest(): string;
}

/** Bytes of each algorithm's checksum. */
const lengths: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export const checksumAlgorithms = Object.keys(lengths) as ChecksumAlgorithm[];

/** The header that carries a checksum: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm of that name, in any case; undefined if S3 has none. */
export function algorithmOf(name: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
}

/** True if a text can be a checksum of the algorithm. */
export function isChecksum(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length === lengths[algorithm] && bytes.toString("base64") === value;
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  if (algorithm === "SHA1" || algorithm === "SHA256") {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("base64") };
  }
  if (algorithm === "CRC64NVME") {
    let crc: Crc64 | undefined;
    return {
      update: (bytes) => {
        crc = crc64Nvme(bytes, crc);
      },
      digest: () => base64Of((BigInt(crc?.high ?? 0) << 32n) | BigInt(crc?.low ?? 0), 8),
    };
  }
  const continued = algorithm === "CRC32" ? crc32 : crc32c;
  let crc = 0;
  return {
    update: (bytes) => {
      crc = continued(bytes, crc);
    },
    digest: () => base64Of(BigInt(crc), 4),
  };
}

const polynomials: Partial<Record<ChecksumAlgorithm, bigint>> = {
  CRC32: 0xedb88320n,
  CRC32C: BigInt(crc32cPolynomial),
  CRC64NVME: crc64NvmePolynomial,
};

/** True if the checksum of a whole object can be told from those of its parts. */
export function isCombinable(algorithm: ChecksumAlgorithm): boolean {
  return polynomials[algorithm] !== undefined;
}

/** The checksum of an object from its parts': of all bytes where its type wants that, else of the parts' checksums in a row. */
export function checksumOfParts(
  { algorithm, type }: Pick<Checksum, "algorithm" | "type">,
  parts: readonly { value: string; size: number }[],
): string {
  const polynomial = polynomials[algorithm];
  if (type === "COMPOSITE" || polynomial === undefined) {
    const running = startChecksum(algorithm);
    for (const { value } of parts) running.update(Buffer.from(value, "base64"));
    return `${running.digest()}-${parts.length}`;
  }
  const width = lengths[algorithm] * 8;
  const numberOf = (value: string) => BigInt(`0x${Buffer.from(value, "base64").toString("hex")}`);
  const whole = parts.reduce((crc, { value, size }) => combineCrc(width, polynomial, crc, numberOf(value), size), 0n);
  return base64Of(whole, lengths[algorithm]);
}

function base64Of(number: bigint, bytes: number): string {
  return Buffer.from(number.toString(16).padStart(bytes * 2, "0"), "hex").toString("base64");
}
