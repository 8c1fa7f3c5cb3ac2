import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Of `oidc-provider`, which has no types of its own: what is used of it. */
interface OidcProvider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  Grant: new (about: { clientId: string; accountId: string }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
}

interface GrantContext {
  oidc: { client: { clientId: string }; session: { accountId: string }; provider: OidcProvider };
}

/** An OpenID Connect provider in this process, at which whoever comes is `account` and refuses nothing. */
export async function startOidcProvider(redirectUris: () => string[]) {
  const name: string = "oidc-provider";
  const { default: Provider } = (await import(name)) as { default: new (issuer: string, settings: object) => OidcProvider };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const account: { sub: string; [claim: string]: unknown } = { sub: "1042" };
  const refusal: { error?: string; error_description?: string } = {};
  const start = () => {
    const provider = new Provider(issuer, {
      clients: [{ client_id: "pool", client_secret: "secret-of-the-pool", redirect_uris: redirectUris() }],
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", kid: "one", alg: "RS256" }] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"] },
      conformIdTokenClaims: false,
      clientDefaults: { token_endpoint_auth_method: "client_secret_post" },
      cookies: { keys: ["for tests"] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      pkce: { required: () => false },
      findAccount: (_context: unknown, accountId: string) => ({
        accountId,
        claims: async () => ({ ...account, sub: accountId }),
      }),
      async loadExistingGrant({ oidc }: GrantContext) {
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    handle = (request, response) => {
      if (!request.url?.startsWith("/interaction/")) return answer(request, response);
      const result = refusal.error ? refusal : { login: { accountId: account.sub, remember: false } };
      void provider.interactionFinished(request, response, result);
    };
  };
  return {
    issuer,
    privateKey,
    /** Who comes; what is changed in it counts from the next sign-in on. */
    account,
    /** With an error in it, everybody refuses. */
    refusal,
    /** Lets the client in at the addresses of now. */
    start,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
