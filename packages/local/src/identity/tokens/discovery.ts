import type { ServerResponse } from "node:http";
import type { RawService } from "../../endpoint/service.ts";
import type { CognitoIdentity } from "../identity.ts";
import { ownIssuer } from "./open-id-token.ts";
import { tokenJwk } from "./token-key.ts";

const path = /^\/\.well-known\/(jwks_uri|openid-configuration)(?:\?|$)/;

/** What tells the world how to verify the tokens of identity pools. @param endpointUrl where the local AWS is reached */
export function identityDiscovery(identity: CognitoIdentity, endpointUrl: () => string): RawService {
  return {
    name: "cognito-identity-discovery",
    accepts: ({ url = "" }) => path.test(url),
    handle({ url = "", method }, response) {
      if (method !== "GET" && method !== "HEAD") answer(response, 405, { message: "Only GET is allowed here." });
      else if (path.exec(url)?.[1] === "openid-configuration") answer(response, 200, configuration(endpointUrl()));
      else {
        keySet(identity).then(
          (keys) => answer(response, 200, keys),
          () => answer(response, 500, { message: "The key of the identity pools could not be made or stored." }),
        );
      }
    },
  };
}

function configuration(endpoint: string) {
  return {
    issuer: ownIssuer,
    jwks_uri: `${endpoint}/.well-known/jwks_uri`,
    authorization_endpoint: "",
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS512"],
  };
}

async function keySet({ tokenKey, store }: CognitoIdentity) {
  const pair = await tokenKey.pair();
  await store.committed();
  return { keys: [tokenJwk(pair)] };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}
