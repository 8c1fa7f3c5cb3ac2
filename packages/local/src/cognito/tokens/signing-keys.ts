import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Store } from "../../store/store.ts";

/** What signs one kind of token of one pool. */
export interface SigningKey {
  /** The `kid` of the tokens and of the public key. */
  keyId: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export interface PoolSigningKeys {
  id: SigningKey;
  access: SigningKey;
}

const generate = promisify(generateKeyPair);

/** The two RSA keys of each pool, made when the pool first needs one: that takes about a tenth of a second of another thread. */
export class SigningKeys {
  readonly #store: Store;
  readonly #keys = new Map<string, Promise<PoolSigningKeys>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The keys of an existing pool; new ones are in the store, though not yet on disk, when this resolves. */
  of(userPoolId: string): Promise<PoolSigningKeys> {
    let keys = this.#keys.get(userPoolId);
    if (!keys) {
      keys = this.#load(userPoolId);
      this.#keys.set(userPoolId, keys);
      keys.catch(() => this.#keys.delete(userPoolId));
    }
    return keys;
  }

  /** Drops what is remembered of a deleted pool. */
  forget(userPoolId: string): void {
    this.#keys.delete(userPoolId);
  }

  async #load(userPoolId: string): Promise<PoolSigningKeys> {
    const rows = this.#store.sql("SELECT token_use, private_key FROM cognito_signing_key WHERE user_pool_id = ?").all(userPoolId);
    const stored = new Map(rows.map((row) => [row.token_use, signingKey(createPrivateKey(row.private_key as string))]));
    const [id, access] = await Promise.all([stored.get("id") ?? create(), stored.get("access") ?? create()]);
    if (stored.size < 2) {
      this.#store.write(() => {
        for (const [use, key] of Object.entries({ id, access })) {
          this.#store
            .sql("INSERT OR REPLACE INTO cognito_signing_key (user_pool_id, token_use, key_id, private_key) VALUES (?, ?, ?, ?)")
            .run(userPoolId, use, key.keyId, key.privateKey.export({ type: "pkcs8", format: "pem" }) as string);
        }
      });
    }
    return { id, access };
  }
}

/** The public half as a key set shows it. */
export function publicJwk(key: SigningKey): JsonWebKey {
  const { e, n } = key.publicKey.export({ format: "jwk" });
  return { alg: "RS256", e, kid: key.keyId, kty: "RSA", n, use: "sig" };
}

async function create(): Promise<SigningKey> {
  const { privateKey } = await generate("rsa", { modulusLength: 2048 });
  return signingKey(privateKey);
}

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const keyId = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
  return { keyId, privateKey, publicKey };
}
