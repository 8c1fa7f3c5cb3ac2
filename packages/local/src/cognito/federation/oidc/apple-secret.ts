import { sign } from "node:crypto";
import type { ProviderDetails } from "../../pools/provider-details.ts";
import { FederationError } from "../federation-error.ts";

/** Apple's client secret: a token of five minutes that is signed with the key of the developer's team. @throws FederationError */
export function appleClientSecret({ client_id, team_id, key_id, private_key }: ProviderDetails, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const claims = { iss: team_id, iat: seconds, exp: seconds + 300, aud: "https://appleid.apple.com", sub: client_id };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${encode({ alg: "ES256", kid: key_id })}.${encode(claims)}`;
  try {
    const key = pem(private_key ?? "");
    return `${content}.${sign("sha256", Buffer.from(content), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  } catch {
    throw new FederationError("The private key of the identity provider cannot be read");
  }
}

/** The key is given with or without the lines around it. */
function pem(key: string): string {
  return key.includes("-----BEGIN") ? key : `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`;
}
