import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Key } from "./kms.ts";

const version = 1;
const arnAt = 3;
const ivLength = 12;
const tagLength = 16;

/** What a ciphertext is bound to, and cannot be read without. */
export type EncryptionContext = Record<string, string>;

/** Encrypts under a key. The ciphertext names the key, so that Decrypt needs to be told none. */
export function encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext = {}): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv("aes-256-gcm", key.material, iv).setAAD(canonical(context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn);
  return Buffer.concat([Buffer.from([version, arn.length >> 8, arn.length]), arn, iv, cipher.getAuthTag(), encrypted]);
}

/** The ARN of the key that a ciphertext was made under. @throws InvalidCiphertextException */
export function keyArnOf(ciphertext: Uint8Array): string {
  const [given, high = 0, low = 0] = ciphertext;
  const ivAt = arnAt + high * 256 + low;
  if (given !== version || ciphertext.length < ivAt + ivLength + tagLength) throw invalidCiphertext();
  return Buffer.from(ciphertext.subarray(arnAt, ivAt)).toString("utf8");
}

/** @throws InvalidCiphertextException for anything but a ciphertext of this key with this context */
export function decrypt(key: Key, ciphertext: Uint8Array, context: EncryptionContext = {}): Buffer {
  const ivAt = arnAt + Buffer.byteLength(keyArnOf(ciphertext));
  const tagAt = ivAt + ivLength;
  const bodyAt = tagAt + tagLength;
  const decipher = createDecipheriv("aes-256-gcm", key.material, ciphertext.subarray(ivAt, tagAt))
    .setAAD(canonical(context))
    .setAuthTag(ciphertext.subarray(tagAt, bodyAt));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(bodyAt)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

// KMS says no more than the name.
export function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "");
}

/** The same bytes for the same pairs in any order. */
function canonical(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}
