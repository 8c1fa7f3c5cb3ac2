import type { IdentityProvider } from "../../pools/identity-providers.ts";
import { knownDetails } from "../../pools/provider-details.ts";
import { FederationError } from "../federation-error.ts";
import { outsideJson } from "../outside-fetch.ts";
import type { ProviderClaims } from "../provider-claims.ts";
import { appleClientSecret } from "./apple-secret.ts";
import { endpointsOf, type ProviderEndpoints } from "./endpoints.ts";
import { verifyIdToken } from "./id-token.ts";

/** What came back from the provider, and what was sent there. */
export interface ProviderCode {
  code: string;
  redirectUri: string;
  nonce: string | undefined;
  /** By the machine's clock. */
  now: number;
}

/** Changes the code of a provider for what it says of the person: by its ID token, its userinfo, or both. @throws FederationError */
export async function exchangeCode(provider: IdentityProvider, given: ProviderCode): Promise<ProviderClaims> {
  const endpoints = await endpointsOf(provider);
  const tokenResponse = await askForTokens(provider, endpoints, given);
  const accessToken = typeof tokenResponse.access_token === "string" ? tokenResponse.access_token : undefined;
  const idToken = await readIdToken(provider, endpoints, tokenResponse, given);
  const userInfo =
    endpoints.userInfo && accessToken ? await askForUserInfo(provider, endpoints.userInfo, accessToken) : undefined;
  // OpenID Connect Core 5.3.2: claims of another subject are not used.
  if (idToken && userInfo?.sub !== undefined && userInfo.sub !== idToken.sub) {
    throw new FederationError("The userinfo of the identity provider is of another subject");
  }
  const claims = { ...idToken, ...userInfo };
  const subject = claims[knownSubject[provider.settings.ProviderType] ?? "sub"];
  if (typeof subject !== "string" || subject === "") throw new FederationError("The identity provider names no subject");
  return { claims, subject, issuer: null, parts: { tokenResponse, ...(idToken && { idToken }), ...(userInfo && { userInfo }) } };
}

const knownSubject: Record<string, string> = { Facebook: "id", LoginWithAmazon: "user_id" };

async function askForTokens(
  { settings }: IdentityProvider,
  endpoints: ProviderEndpoints,
  { code, redirectUri, now }: ProviderCode,
): Promise<Record<string, unknown>> {
  const { ProviderDetails: details, ProviderType } = settings;
  const secret = ProviderType === "SignInWithApple" ? appleClientSecret(details, now) : details.client_secret;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    client_id: details.client_id ?? "",
    ...(secret !== undefined && { client_secret: secret }),
  });
  const what = "The token endpoint of the identity provider";
  const { token_request_method } = { ...knownDetails(ProviderType), ...details };
  if (token_request_method === "GET") return outsideJson(what, withQuery(endpoints.token, form));
  return outsideJson(what, endpoints.token, { method: "POST", body: form, headers: { accept: "application/json" } });
}

async function readIdToken(
  { settings }: IdentityProvider,
  { issuer, jwks }: ProviderEndpoints,
  { id_token: token }: Record<string, unknown>,
  { nonce, now }: ProviderCode,
): Promise<Record<string, unknown> | undefined> {
  if (!issuer) return undefined;
  if (typeof token !== "string" || !jwks)
    throw new FederationError("The identity provider gave no ID token that can be verified");
  return verifyIdToken(token, { issuer, jwks, clientId: settings.ProviderDetails.client_id ?? "", nonce, now });
}

async function askForUserInfo(
  { settings }: IdentityProvider,
  address: string,
  accessToken: string,
): Promise<Record<string, unknown>> {
  const { ProviderDetails: details, ProviderType, AttributeMapping = {} } = settings;
  const what = "The userinfo endpoint of the identity provider";
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
  if (ProviderType === "Facebook") {
    // Facebook gives what it is asked for by name.
    const fields = [...new Set(["id", ...Object.values(AttributeMapping)])].join(",");
    const asked = URL.parse(address);
    asked?.searchParams.set("fields", fields);
    return outsideJson(what, asked?.href ?? "", { headers });
  }
  return outsideJson(what, address, { method: details.attributes_request_method ?? "GET", headers });
}

function withQuery(address: string, query: URLSearchParams): string {
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}
