import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Store } from "../../store/store.ts";

export interface SigningPair {
  /** The `kid` of the tokens and of the public key. */
  keyId: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** The RSA key of all identity pools, made when it is first needed. */
export class TokenKey {
  readonly #store: Store;
  readonly #region: string;
  #pair: Promise<SigningPair> | undefined;

  constructor(store: Store, region: string) {
    this.#store = store;
    this.#region = region;
    store.define(
      "CREATE TABLE IF NOT EXISTS cognito_identity_token_key (id INTEGER PRIMARY KEY CHECK (id = 1), private_key TEXT NOT NULL) STRICT",
    );
  }

  /** A new key is in the store, though not yet on disk, when this resolves. */
  pair(): Promise<SigningPair> {
    this.#pair ??= this.#load().catch((error) => {
      this.#pair = undefined;
      throw error;
    });
    return this.#pair;
  }

  async #load(): Promise<SigningPair> {
    const row = this.#store.sql("SELECT private_key FROM cognito_identity_token_key").get();
    if (row) return this.#pairOf(createPrivateKey(row.private_key as string));
    const { privateKey } = await generate("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    this.#store.write(() => this.#store.sql("INSERT INTO cognito_identity_token_key VALUES (1, ?)").run(pem));
    return this.#pairOf(privateKey);
  }

  #pairOf(privateKey: KeyObject): SigningPair {
    const publicKey = createPublicKey(privateKey);
    const digest = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" }));
    return { keyId: `${this.#region}-${digest.digest("hex").slice(0, 12)}`, privateKey, publicKey };
  }
}

/** The public half as the key set shows it. */
export function tokenJwk({ keyId, publicKey }: SigningPair): JsonWebKey {
  const { e, n } = publicKey.export({ format: "jwk" });
  return { kty: "RSA", alg: "RS512", use: "sig", kid: keyId, n, e };
}
