import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { type Cbor, readCbor } from "./cbor.ts";

/** What an authenticator says of itself, by section 6.1 of Web Authentication. */
export interface AuthenticatorData {
  /** SHA-256 of the relying party's id. */
  relyingPartyHash: Uint8Array;
  userPresent: boolean;
  userVerified: boolean;
  signCount: number;
  /** At a registration only; its key as a JWK. */
  credential: { id: Uint8Array; publicKey: JsonWebKey } | undefined;
}

/** @throws RangeError for bytes that are none, and for a key of another kind than ES256 and RS256 */
export function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(32);
  return {
    relyingPartyHash: bytes.subarray(0, 32),
    userPresent: (flags & 0x01) !== 0,
    userVerified: (flags & 0x04) !== 0,
    signCount: view.getUint32(33),
    credential: flags & 0x40 ? readCredential(bytes, view) : undefined,
  };
}

const aaguidEnd = 53;

function readCredential(bytes: Uint8Array, view: DataView): NonNullable<AuthenticatorData["credential"]> {
  const idEnd = aaguidEnd + 2 + view.getUint16(aaguidEnd);
  const { value } = readCbor(bytes, idEnd);
  if (!(value instanceof Map)) throw new RangeError("Cannot read a credential as it holds no key");
  return { id: bytes.subarray(aaguidEnd + 2, idEnd), publicKey: readKey(value) };
}

const es256 = -7;
const rs256 = -257;

/** A COSE key (RFC 9052); its members have numbers for names. */
function readKey(key: Map<Cbor, Cbor>): JsonWebKey {
  const text = (name: number) => {
    const bytes = key.get(name);
    if (!(bytes instanceof Uint8Array)) throw new RangeError(`Cannot read a key as its member ${name} is missing`);
    return Buffer.from(bytes).toString("base64url");
  };
  if (key.get(3) === es256 && key.get(-1) === 1) return { kty: "EC", crv: "P-256", x: text(-2), y: text(-3) };
  if (key.get(3) === rs256) return { kty: "RSA", n: text(-1), e: text(-2) };
  throw new RangeError("Cannot read a key as it is neither of ES256 nor of RS256");
}

/** @throws if the members make no key */
export function keyOf(publicKey: JsonWebKey): KeyObject {
  return createPublicKey({ key: publicKey, format: "jwk" });
}
