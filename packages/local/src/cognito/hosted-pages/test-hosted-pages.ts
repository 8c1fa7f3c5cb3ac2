import { createHash, randomBytes } from "node:crypto";
import {
  type CreateUserPoolClientRequest,
  CreateUserPoolDomainCommand,
  type CreateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import type { startPools } from "../test-pools.ts";
import { WebBrowser } from "./test-web-browser.ts";

type Pools = Awaited<ReturnType<typeof startPools>>;

/** The address of the client that asks for a sign-in; nothing listens there. */
export const callback = "https://app.example.com/signed-in";

let made = 0;

/** A pool with a domain, and a client of it that may do what pages are for. */
export async function startHostedPool(
  pools: Pools,
  pool: Partial<CreateUserPoolRequest> = {},
  appClient: Partial<CreateUserPoolClientRequest> = {},
) {
  const ids = await pools.createPool(pool, {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code", "implicit"],
    AllowedOAuthScopes: ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
    CallbackURLs: [callback, "https://app.example.com/other"],
    LogoutURLs: ["https://app.example.com/bye"],
    SupportedIdentityProviders: ["COGNITO"],
    ...appClient,
  });
  const Domain = `app-${++made}`;
  await pools.client.send(new CreateUserPoolDomainCommand({ Domain, UserPoolId: ids.UserPoolId }));
  const base = `${pools.url}/_cognito/${Domain}`;
  const at = (path: string, query: Record<string, string | undefined> = {}) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${base}${path}?${new URLSearchParams(given)}`;
  };
  const standard = { client_id: ids.ClientId, response_type: "code", redirect_uri: callback };
  return {
    ...ids,
    Domain,
    base,
    at,
    /** An address to begin a sign-in at; undefined takes a parameter away. */
    authorizeUrl: (query: Record<string, string | undefined> = {}) => at("/oauth2/authorize", { ...standard, ...query }),
    browser: () => new WebBrowser(new URL(pools.url).origin),
    /** What a client gets for a form at an OAuth endpoint. */
    async post(path: string, form: Record<string, string | undefined>, headers: Record<string, string> = {}) {
      const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const answer = await fetch(base + path, { method: "POST", body: new URLSearchParams(given), headers });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
    },
    /** Changes a code for tokens. */
    redeem(code: string | null, form: Record<string, string | undefined> = {}) {
      const asked = {
        grant_type: "authorization_code",
        client_id: ids.ClientId,
        redirect_uri: callback,
        code: code ?? undefined,
      };
      return this.post("/oauth2/token", { ...asked, ...form });
    },
  };
}

/** A verifier of PKCE and the challenge that is made of it. */
export function pkce() {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return { verifier, query: { code_challenge: challenge, code_challenge_method: "S256" } };
}
