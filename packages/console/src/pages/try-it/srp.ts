/** A client that has begun to sign in by SRP-6a (RFC 5054) as Cognito has it: the password never leaves it. */
export interface SrpClient {
  SRP_A: string;
  /** The answers to PASSWORD_VERIFIER. `at` is the moment by Cognito's clock. */
  answer(
    challenge: Record<string, string>,
    claim: { userPoolId: string; password: string; at: Date },
  ): Promise<Record<string, string>>;
}

// The 3072-bit group of RFC 3526, by its formula; 2 generates it. Cognito's hash is SHA-256.
const N = 2n ** 3072n - 2n ** 3008n - 1n + 2n ** 64n * (pi(2942) + 1690314n);
const g = 2n;

/** @throws TypeError in a page that is not from localhost or by HTTPS: browsers keep cryptography from it */
export async function srpClient(): Promise<SrpClient> {
  const k = integer(await hash(signed(N), signed(g)));
  const a = integer(crypto.getRandomValues(new Uint8Array(32)));
  const A = power(g, a);
  return {
    SRP_A: A.toString(16),
    async answer({ SALT = "", SRP_B = "", SECRET_BLOCK = "", USER_ID_FOR_SRP = "" }, { userPoolId, password, at }) {
      const poolName = userPoolId.slice(userPoolId.indexOf("_") + 1);
      const B = BigInt(`0x${SRP_B}`);
      const u = integer(await hash(signed(A), signed(B)));
      const identity = await hash(utf8(`${poolName}${USER_ID_FOR_SRP}:${password}`));
      const x = integer(await hash(signed(BigInt(`0x${SALT}`)), identity));
      const S = power((((B - k * power(g, x)) % N) + N) % N, a + u * x);
      const key = await signingKey(signed(S), signed(u));
      const block = Uint8Array.from(atob(SECRET_BLOCK), (character) => character.charCodeAt(0));
      const TIMESTAMP = timestamp(at);
      const message = joined([utf8(poolName), utf8(USER_ID_FOR_SRP), block, utf8(TIMESTAMP)]);
      const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
      return {
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: btoa(String.fromCharCode(...signature)),
        TIMESTAMP,
      };
    },
  };
}

async function signingKey(secret: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8("Caldera Derived Key") };
  const bits = await crypto.subtle.deriveBits(how, from, 128);
  return crypto.subtle.importKey("raw", bits, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** Such as `Tue Sep 8 07:05:09 UTC 2026`. */
function timestamp(at: Date): string {
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
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}

/** Big-endian two's complement of a positive number: with a zero byte in front of a first bit that is one. */
function signed(value: bigint): Uint8Array<ArrayBuffer> {
  const hexadecimal = value.toString(16);
  const even = hexadecimal.length % 2 ? `0${hexadecimal}` : hexadecimal;
  const padded = /^[89a-f]/.test(even) ? `00${even}` : even;
  return Uint8Array.from(padded.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

async function hash(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
