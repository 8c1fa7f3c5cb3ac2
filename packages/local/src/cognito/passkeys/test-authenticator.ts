import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A browser with an authenticator, as far as passkeys need one. */
export interface TestAuthenticator {
  id: string;
  /** RegistrationResponseJSON. */
  create(challenge: string, options?: CeremonyOptions): Record<string, unknown>;
  /** AuthenticationResponseJSON. */
  get(challenge: string, options?: CeremonyOptions): Record<string, unknown>;
}

export interface CeremonyOptions {
  origin?: string;
  relyingPartyId?: string;
  /** User present and verified unless said otherwise. */
  flags?: number;
  signCount?: number;
  type?: string;
  /** Instead of its own. */
  key?: KeyObject;
}

export function testAuthenticator(algorithm: "ES256" | "RS256"): TestAuthenticator {
  const { publicKey, privateKey } =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rawId = randomBytes(32);
  const id = rawId.toString("base64url");
  const clientData = (type: string, challenge: string, { origin = "https://login.example.com", ...options }: CeremonyOptions) =>
    Buffer.from(JSON.stringify({ type: options.type ?? type, challenge, origin, crossOrigin: false }));
  const data = ({ relyingPartyId = "example.com", flags = 0x05, signCount = 0 }: CeremonyOptions, attested?: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(signCount);
    const hash = createHash("sha256").update(relyingPartyId).digest();
    return Buffer.concat([hash, Buffer.of(flags | (attested ? 0x40 : 0)), count, attested ?? Buffer.alloc(0)]);
  };
  return {
    id,
    create(challenge, options = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(rawId.length);
      const authData = data(options, Buffer.concat([Buffer.alloc(16), length, rawId, coseKey(publicKey)]));
      const attestation = map([
        [text("fmt"), text("none")],
        [text("attStmt"), map([])],
        [text("authData"), bytes(authData)],
      ]);
      return {
        id,
        rawId: id,
        type: "public-key",
        authenticatorAttachment: "platform",
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData("webauthn.create", challenge, options).toString("base64url"),
          attestationObject: attestation.toString("base64url"),
          transports: ["internal", "hybrid"],
        },
      };
    },
    get(challenge, options = {}) {
      const authenticatorData = data(options);
      const clientDataJSON = clientData("webauthn.get", challenge, options);
      const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientDataJSON).digest()]);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientDataJSON.toString("base64url"),
          authenticatorData: authenticatorData.toString("base64url"),
          signature: sign("sha256", signed, options.key ?? privateKey).toString("base64url"),
        },
      };
    },
  };
}

function coseKey(publicKey: KeyObject): Buffer {
  const jwk = publicKey.export({ format: "jwk" });
  const member = (value: string | undefined) => bytes(Buffer.from(value as string, "base64url"));
  return jwk.kty === "EC"
    ? map([
        [number(1), number(2)],
        [number(3), number(-7)],
        [number(-1), number(1)],
        [number(-2), member(jwk.x)],
        [number(-3), member(jwk.y)],
      ])
    : map([
        [number(1), number(3)],
        [number(3), number(-257)],
        [number(-1), member(jwk.n)],
        [number(-2), member(jwk.e)],
      ]);
}

// CBOR, written.

function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.of((major << 5) | argument);
  if (argument < 256) return Buffer.of((major << 5) | 24, argument);
  return Buffer.of((major << 5) | 25, argument >> 8, argument & 255);
}

function number(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function bytes(value: Buffer): Buffer {
  return Buffer.concat([head(2, value.length), value]);
}

function text(value: string): Buffer {
  return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
}

function map(pairs: [Buffer, Buffer][]): Buffer {
  return Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
}
