import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createServerKey, passwordClaimKey, readClientPublicKey } from "./srp-server.ts";
import { srpVerifier } from "./srp-verifier.ts";

// The client's side by the definition of SRP-6a and of RFC 5869, sharing nothing with the server's.
const N = BigInt(
  "0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n, square = (square * square) % N) {
    if (left & 1n) result = (result * square) % N;
  }
  return result;
}

function padHex(value: bigint): string {
  const text = value.toString(16);
  const even = text.length % 2 === 0 ? text : `0${text}`;
  return "89abcdef".includes(even[0] as string) ? `00${even}` : even;
}

const sha256Hex = (hex: string) => createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");

function clientKey(salt: string, password: string, a: bigint, serverPublicKey: string): string {
  const B = BigInt(`0x${serverPublicKey}`);
  const k = BigInt(`0x${sha256Hex(padHex(N) + padHex(2n))}`);
  const u = BigInt(`0x${sha256Hex(padHex(power(2n, a)) + padHex(B))}`);
  const identity = createHash("sha256").update(`AbCdEfGhIada:${password}`).digest("hex");
  const x = BigInt(`0x${sha256Hex(padHex(BigInt(`0x${salt}`)) + identity)}`);
  const S = power((((B - k * power(2n, x)) % N) + N) % N, a + u * x);
  const pseudoRandom = createHmac("sha256", Buffer.from(padHex(u), "hex"))
    .update(Buffer.from(padHex(S), "hex"))
    .digest();
  return createHmac("sha256", pseudoRandom).update("Caldera Derived Key\u0001").digest("hex").slice(0, 32);
}

test("both sides of an SRP exchange come to the same key, and with another password they do not", async () => {
  for (let round = 0; round < 8; round++) {
    const salt = randomBytes(16);
    salt[0] = ((salt[0] as number) & 0x7f) | 0x01;
    const a = BigInt(`0x${randomBytes(128).toString("hex")}`);
    const verifier = srpVerifier("AbCdEfGhI", "ada", "Correct-horse-7", salt);
    const { privateKey, publicKey } = await createServerKey(verifier);
    const clientPublicKey = power(2n, a).toString(16);
    const exchange = { clientPublicKey, serverPrivateKey: privateKey, serverPublicKey: publicKey, verifier };
    const key = (await passwordClaimKey(exchange)).toString("hex");
    assert.equal(key, clientKey(salt.toString("hex"), "Correct-horse-7", a, publicKey));
    assert.notEqual(key, clientKey(salt.toString("hex"), "Correct-horse-8", a, publicKey));
  }
});

test("a client key that would make the shared secret known is refused", () => {
  for (const key of ["0", N.toString(16), (2n * N).toString(16), "xyz", "", "f".repeat(1025)]) {
    assert.throws(() => readClientPublicKey(key), { name: "InvalidParameterException" });
  }
});

test("a verifier that has no powers of its own breaks nothing", async () => {
  for (const value of [0n, 1n, N - 1n, N]) {
    const verifier = Buffer.from(value.toString(16).padStart(768, "0"), "hex");
    const { privateKey, publicKey } = await createServerKey(verifier);
    const exchange = { clientPublicKey: "abcdef", serverPrivateKey: privateKey, serverPublicKey: publicKey, verifier };
    assert.equal((await passwordClaimKey(exchange)).length, 16);
  }
});
