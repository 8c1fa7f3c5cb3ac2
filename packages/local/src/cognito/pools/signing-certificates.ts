import { generateKeyPair, type KeyObject, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { definePoolDocuments, PoolDocuments } from "./pool-documents.ts";
import type { UserPools } from "./user-pools.ts";

const table = "cognito_signing_certificate";
/** A pool has one document. */
const only = "saml";

export function defineSigningCertificateTable(store: Store): void {
  definePoolDocuments(store, table);
}

/** The certificates by which SAML providers would know the requests of the pools; no request is made, so the keys are not kept. */
export class SigningCertificates {
  readonly #documents: PoolDocuments<string>;
  readonly #clock: Clock;
  readonly #userPools: UserPools;

  constructor(store: Store, clock: Clock, userPools: UserPools) {
    this.#documents = new PoolDocuments(store, clock, table);
    this.#clock = clock;
    this.#userPools = userPools;
  }

  /** The certificate of a pool, made when it is first asked for: DER in base64. @throws ResourceNotFoundException */
  async of(userPoolId: string): Promise<string> {
    const { id } = this.#userPools.get(userPoolId);
    const made = this.#find(id) ?? (await createCertificate(id, this.#clock.now())).certificate;
    // Meanwhile another call may have made one, or the pool may be gone.
    this.#userPools.get(id);
    return this.#find(id) ?? this.#documents.put(id, only, made).settings;
  }

  #find(userPoolId: string): string | undefined {
    return this.#documents.find(userPoolId, only)?.settings;
  }
}

const validMs = 10 * 365 * 86_400_000;
const sha256WithRsa = Buffer.from("300d06092a864886f70d01010b0500", "hex");
const commonName = Buffer.from("0603550403", "hex");

/** A self-signed X.509 certificate of version 3 for a new RSA key. @returns the certificate as DER in base64, and its key */
export async function createCertificate(name: string, now: number): Promise<{ certificate: string; privateKey: KeyObject }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const holder = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // A serial number is positive, so its first bit is not set.
    der(0x02, Buffer.from([0x01, ...randomBytes(15)])),
    sha256WithRsa,
    holder,
    sequence(time(now), time(now + validMs)),
    holder,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", content, privateKey);
  const certificate = sequence(content, sha256WithRsa, der(0x03, Buffer.from([0]), signature)).toString("base64");
  return { certificate, privateKey };
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** RFC 5280 writes the years before 2050 with two digits. */
function time(milliseconds: number): Buffer {
  const digits = `${new Date(milliseconds).toISOString().replace(/\D/g, "").slice(0, 14)}Z`;
  return digits < "2050" ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

/** A value in ASN.1's distinguished encoding: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}
