import type { Cognito } from "../../cognito.ts";
import type { AppClient } from "../../pools/app-clients.ts";
import type { UserPool } from "../../pools/user-pools.ts";
import { OAuthError } from "./oauth-error.ts";

/** Where the answer to a request goes: the client and an address of its own. */
export interface Callback {
  client: AppClient;
  redirectUri: string;
  /** True where the answer is in the fragment, as tokens are. */
  inFragment: boolean;
  state: string | undefined;
}

/** A request that is in order. */
export interface AuthorizeRequest extends Callback {
  scopes: readonly string[];
  nonce: string | undefined;
  /** Of PKCE, method S256. */
  codeChallenge: string | undefined;
  /** What the pages hand on from one to the next. */
  query: URLSearchParams;
}

const carried = [
  ...["client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "lang", "login_hint"],
  ...["code_challenge", "code_challenge_method"],
];
const needOpenId = ["email", "phone", "profile"];

/**
 * The client of a request and where it wants the answer, which must be one of its callback URLs to the letter.
 * @throws OAuthError that must not go to that address
 */
export function callbackOf(cognito: Cognito, pool: UserPool, query: URLSearchParams): Callback {
  const client = cognito.appClients.find(query.get("client_id") ?? "");
  if (!client || client.userPoolId !== pool.id) throw new OAuthError("invalid_request", "Client does not exist.");
  const redirectUri = query.get("redirect_uri") ?? client.settings.DefaultRedirectURI ?? "";
  if (!client.settings.CallbackURLs?.includes(redirectUri)) throw new OAuthError("redirect_mismatch");
  const inFragment = query.get("response_type") === "token";
  return { client, redirectUri, inFragment, state: query.get("state") ?? undefined };
}

/** The rest of a request. @throws OAuthError that goes to the client's address */
export function readAuthorizeRequest(callback: Callback, query: URLSearchParams): AuthorizeRequest {
  const { AllowedOAuthFlows = [], AllowedOAuthFlowsUserPoolClient } = callback.client.settings;
  const responseType = query.get("response_type");
  if (responseType !== "code" && responseType !== "token") {
    throw new OAuthError("invalid_request", "response_type must be code or token");
  }
  const flow = responseType === "code" ? "code" : "implicit";
  if (!AllowedOAuthFlowsUserPoolClient || !AllowedOAuthFlows.includes(flow)) throw new OAuthError("unauthorized_client");
  return {
    ...callback,
    scopes: scopesOf(callback.client, query),
    nonce: query.get("nonce") ?? undefined,
    codeChallenge: codeChallengeOf(query),
    query: new URLSearchParams([...query].filter(([name]) => carried.includes(name))),
  };
}

function scopesOf({ settings }: AppClient, query: URLSearchParams): string[] {
  const asked = (query.get("scope") ?? "").split(/\s+/).filter(Boolean);
  const scopes = asked.length > 0 ? [...new Set(asked)] : [...(settings.AllowedOAuthScopes ?? [])];
  if (scopes.some((scope) => !settings.AllowedOAuthScopes?.includes(scope))) throw new OAuthError("invalid_scope");
  if (!scopes.includes("openid") && asked.some((scope) => needOpenId.includes(scope))) throw new OAuthError("invalid_scope");
  return scopes;
}

function codeChallengeOf(query: URLSearchParams): string | undefined {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null && method === null) return undefined;
  if (method !== "S256") throw new OAuthError("invalid_request", "code_challenge_method must be S256");
  if (!challenge || !/^[\w-]{43}$/.test(challenge)) {
    throw new OAuthError("invalid_request", "code_challenge must be a SHA-256 hash in base64url");
  }
  return challenge;
}

/** The client's address with an answer. */
export function callbackUrl({ redirectUri, inFragment, state }: Callback, answer: Record<string, string | undefined>): string {
  const given = Object.entries({ ...answer, state }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const parameters = new URLSearchParams(given).toString();
  const separator = inFragment ? "#" : redirectUri.includes("?") ? "&" : "?";
  return `${redirectUri}${separator}${parameters}`;
}

/** The client's address with a refusal. */
export function refusalUrl(callback: Callback, { code, message }: OAuthError): string {
  return callbackUrl(callback, { error: code, error_description: message || undefined });
}
