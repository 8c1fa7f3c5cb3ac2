import type { ServerResponse } from "node:http";
import type { RawService } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import { issuerOf } from "../tokens/issuer.ts";
import { publicJwk } from "../tokens/signing-keys.ts";
import type { UserPool } from "./user-pools.ts";

const path = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)(?:\?|$)/;

/** What tells the world how to verify the tokens of a pool: its public keys, and where they are. */
export function cognitoDiscovery(cognito: Cognito): RawService {
  return {
    name: "cognito-discovery",
    accepts: (request) => path.test(request.url ?? ""),
    handle(request, response) {
      const [, userPoolId, document] = path.exec(request.url ?? "") as unknown as [string, string, string];
      const pool = cognito.userPools.find(userPoolId);
      if (request.method !== "GET" && request.method !== "HEAD") {
        answer(response, 405, { message: "Only GET is allowed here." });
      } else if (!pool) {
        answer(response, 404, { message: `User pool ${userPoolId} does not exist.` });
      } else if (document === "openid-configuration") {
        answer(response, 200, configurationOf(cognito, pool));
      } else {
        keySetOf(cognito, userPoolId).then(
          (keySet) => answer(response, 200, keySet),
          () => answer(response, 500, { message: "The keys of the user pool could not be made or stored." }),
        );
      }
    },
  };
}

function configurationOf(cognito: Cognito, pool: UserPool) {
  return {
    ...endpointsOf(cognito, pool),
    id_token_signing_alg_values_supported: ["RS256"],
    issuer: issuerOf(cognito.region, pool),
    jwks_uri: `${cognito.endpointUrl()}/${pool.id}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
  };
}

/** Where the pool's domain is, if it has one. Its pages are found under the one address, whatever the client's resolver makes of names. */
function endpointsOf(cognito: Cognito, { id }: UserPool) {
  const { Domain, CustomDomain } = cognito.domains.namesOf(id);
  const domain = CustomDomain ?? Domain;
  if (domain === undefined) return {};
  const base = `${cognito.endpointUrl()}/_cognito/${domain}`;
  return {
    authorization_endpoint: `${base}/oauth2/authorize`,
    end_session_endpoint: `${base}/logout`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    userinfo_endpoint: `${base}/oauth2/userInfo`,
  };
}

async function keySetOf(cognito: Cognito, userPoolId: string) {
  const { id, access } = await cognito.signingKeys.of(userPoolId);
  await cognito.store.committed();
  return { keys: [publicJwk(id), publicJwk(access)] };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}
