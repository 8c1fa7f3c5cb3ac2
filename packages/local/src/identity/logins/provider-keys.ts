import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";

const keptMs = 600_000;
const timeoutMs = 5_000;

interface ProviderKey {
  keyId: string | undefined;
  key: KeyObject;
}

/** The public RSA keys of OpenID Connect providers, asked for over HTTP and remembered for ten minutes. */
export class ProviderKeys {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { keys: ProviderKey[]; until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The key of an id, or the only one there is if the token names none.
   * @param provider its host and path: `idp.example.com/tenant`
   * @throws ExternalServiceException if the provider does not answer with a key set
   */
  async find(provider: string, keyId: string | undefined): Promise<KeyObject | undefined> {
    const kept = this.#kept.get(provider);
    const known = kept && kept.until > this.#clock.now() ? pick(kept.keys, keyId) : undefined;
    if (known) return known;
    const keys = await readKeys(provider);
    this.#kept.set(provider, { keys, until: this.#clock.now() + keptMs });
    return pick(keys, keyId);
  }
}

/** Where a provider is: HTTPS, but for one on this machine. */
export function issuerUrl(provider: string): string {
  return `${/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(provider) ? "http" : "https"}://${provider}`;
}

function pick(keys: readonly ProviderKey[], keyId: string | undefined): KeyObject | undefined {
  if (keyId === undefined) return keys.length === 1 ? keys[0]?.key : undefined;
  return keys.find((key) => key.keyId === keyId)?.key;
}

async function readKeys(provider: string): Promise<ProviderKey[]> {
  try {
    const configuration = (await readJson(`${issuerUrl(provider)}/.well-known/openid-configuration`)) as { jwks_uri: string };
    const { keys } = (await readJson(configuration.jwks_uri)) as { keys: (JsonWebKey & { kid?: string })[] };
    return keys
      .filter(({ kty }) => kty === "RSA")
      .map((key) => ({ keyId: key.kid, key: createPublicKey({ key, format: "jwk" }) }));
  } catch {
    throw new AwsError("ExternalServiceException", `The keys of the identity provider ${provider} could not be read.`);
  }
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
