import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

// The client's side of SRP-6a as RFC 5054 has it, in plain integers and with nothing of the server's code, so that a fault of the
// server is not shared: N is RFC 3526's 3072-bit prime, g = 2, the hash SHA-256.
const N = 2n ** 3072n - 2n ** 3008n - 1n + 2n ** 64n * (pi(2942) + 1690314n);
const g = 2n;
const k = integer(hash(signed(N), signed(g)));

/** A client that has begun to sign in. */
export interface SrpClient {
  SRP_A: string;
  /** The answers to PASSWORD_VERIFIER. @param at when, by which clock the client goes */
  answer(challenge: Record<string, string> | undefined, claim: PasswordClaim): Record<string, string>;
}

export interface PasswordClaim {
  userPoolId: string;
  password: string;
  at?: Date;
  /** Instead of one made of `at`. */
  timestamp?: string;
}

export function srpClient(): SrpClient {
  const a = integer(randomBytes(32));
  const A = power(g, a);
  return {
    SRP_A: A.toString(16),
    answer(challenge, { userPoolId, password, at = new Date(), timestamp = timestampOf(at) }) {
      const { SALT = "", SRP_B = "", SECRET_BLOCK = "", USERNAME = "", USER_ID_FOR_SRP = "" } = challenge ?? {};
      const poolName = userPoolId.split("_")[1] as string;
      const B = BigInt(`0x${SRP_B}`);
      const u = integer(hash(signed(A), signed(B)));
      const x = integer(hash(signed(BigInt(`0x${SALT}`)), hash(`${poolName}${USER_ID_FOR_SRP}:${password}`)));
      const S = power((((B - k * power(g, x)) % N) + N) % N, a + u * x);
      const key = Buffer.from(hkdfSync("sha256", signed(S), signed(u), "Caldera Derived Key", 16));
      const message = [poolName, USER_ID_FOR_SRP, Buffer.from(SECRET_BLOCK, "base64"), timestamp];
      const hmac = createHmac("sha256", key);
      for (const part of message) hmac.update(part);
      return {
        USERNAME,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: hmac.digest("base64"),
        TIMESTAMP: timestamp,
      };
    },
  };
}

/** What a client gives ConfirmDevice of the secret that it has made for a device. */
export function deviceSecretVerifier(deviceGroupKey: string, deviceKey: string, secret: string) {
  const salt = signed(integer(randomBytes(16)));
  const x = integer(hash(salt, hash(`${deviceGroupKey}${deviceKey}:${secret}`)));
  return { Salt: salt.toString("base64"), PasswordVerifier: signed(power(g, x)).toString("base64") };
}

/** Such as `Tue Sep 8 07:05:09 UTC 2026`. */
export function timestampOf(at: Date): string {
  const [weekday, day, month, year, time] = at.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/** base^exponent mod N. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

/** The integer part of 2^bits * pi, by Machin's formula. */
function pi(bits: number): bigint {
  const guard = 64n;
  const one = 1n << (BigInt(bits) + guard);
  const arctangentOfInverse = (x: bigint) => {
    let sum = 0n;
    let term = one / x;
    for (let n = 1n; term !== 0n; n += 2n) {
      sum += (n & 2n ? -term : term) / n;
      term /= x * x;
    }
    return sum;
  };
  return (4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n))) >> guard;
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** Big-endian two's complement of a positive number: with a zero byte in front of a first bit that is one. */
function signed(value: bigint): Buffer {
  const hexadecimal = value.toString(16);
  const even = hexadecimal.length % 2 ? `0${hexadecimal}` : hexadecimal;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function hash(...parts: (Uint8Array | string)[]): Buffer {
  const made = createHash("sha256");
  for (const part of parts) made.update(part);
  return made.digest();
}
