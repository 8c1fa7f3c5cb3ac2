import { createCipheriv, generateKeyPairSync, hkdfSync, randomBytes, sign } from "node:crypto";
import { type EncryptionContext, encrypt } from "./ciphertext.ts";
import type { Key } from "./kms.ts";

// The algorithm of the messages that Cognito sends: AES-256-GCM, the key derived by HKDF with SHA-384, signed with ECDSA P-384, and
// without key commitment. A client that insists on commitment refuses it, here as on AWS.
const algorithm = { id: 0x03_78, cipher: "aes-256-gcm", hash: "sha384", curve: "secp384r1" } as const;
const formatVersion = 1;
const authenticatedEncryption = 0x80;
const framed = 2;
const frameLength = 4096;
const ivLength = 12;
const publicKeyName = "aws-crypto-public-key";

/**
 * A message of the AWS Encryption SDK, format version 1, in one frame: the data key under `key`, the plaintext under the data key.
 * @param plaintext at most 4096 bytes
 */
export function writeEncryptionSdkMessage(key: Key, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  if (plaintext.length > frameLength) throw new RangeError("Cannot write a message of more than one frame");
  const signingKey = createSigningKey();
  const bound = { [publicKeyName]: signingKey.publicKey, ...context };
  const dataKey = randomBytes(32);
  const messageId = randomBytes(16);
  const info = Buffer.concat([uint16(algorithm.id), messageId]);
  const derivedKey = Buffer.from(hkdfSync(algorithm.hash, dataKey, new Uint8Array(), info, 32));
  const header = Buffer.concat([
    Buffer.from([formatVersion, authenticatedEncryption]),
    info,
    withLength(writeContext(bound)),
    uint16(1),
    withLength("aws-kms"),
    withLength(key.arn),
    withLength(encrypt(key, dataKey, bound)),
    Buffer.from([framed, 0, 0, 0, 0, ivLength]),
    uint32(frameLength),
  ]);
  const headerIv = Buffer.alloc(ivLength);
  const headerTag = seal(derivedKey, headerIv, header, new Uint8Array());
  const message = Buffer.concat([header, headerIv, headerTag, writeFinalFrame(derivedKey, messageId, plaintext)]);
  return Buffer.concat([message, withLength(signingKey.sign(message))]);
}

function writeFinalFrame(derivedKey: Buffer, messageId: Buffer, plaintext: Uint8Array): Buffer {
  const sequenceNumber = uint32(1);
  // A frame's IV is its number.
  const iv = Buffer.concat([Buffer.alloc(ivLength - 4), sequenceNumber]);
  const contentLength = uint32(plaintext.length);
  const about = Buffer.from("AWSKMSEncryptionClient Final Frame");
  const additional = Buffer.concat([messageId, about, sequenceNumber, Buffer.alloc(4), contentLength]);
  return Buffer.concat([uint32(0xff_ff_ff_ff), sequenceNumber, iv, contentLength, seal(derivedKey, iv, additional, plaintext)]);
}

/** The ciphertext and its tag. */
function seal(key: Buffer, iv: Buffer, additional: Buffer, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm.cipher, key, iv).setAAD(additional);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** A key pair for one message; its public key, a compressed point in base 64, travels in the encryption context. */
function createSigningKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: algorithm.curve });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const isOdd = ((Buffer.from(y, "base64url").at(-1) ?? 0) & 1) === 1;
  const point = Buffer.concat([Buffer.from([isOdd ? 3 : 2]), Buffer.from(x, "base64url")]);
  return {
    publicKey: point.toString("base64"),
    sign: (message: Buffer) => sign(algorithm.hash, message, privateKey),
  };
}

function writeContext(context: EncryptionContext): Buffer {
  // The format wants the names in the order of their bytes.
  const pairs = Object.entries(context).map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const);
  pairs.sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([uint16(pairs.length), ...pairs.flatMap(([name, value]) => [withLength(name), withLength(value)])]);
}

function withLength(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
