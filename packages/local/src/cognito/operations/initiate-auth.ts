import type { InitiateAuthRequest, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { type AppClient, allowsFlow } from "../pools/app-clients.ts";
import { signInByPassword } from "../sign-in/password-sign-in.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import { refresh } from "../sign-in/sign-in.ts";

export const initiateAuth: CognitoOperation<InitiateAuthRequest, InitiateAuthResponse> = async (cognito, request, call) => {
  const client = cognito.appClients.get(request.ClientId as string);
  const pool = cognito.userPools.get(client.userPoolId);
  const caller = { call, client };
  const parameters = request.AuthParameters ?? {};
  switch (request.AuthFlow) {
    case "USER_PASSWORD_AUTH": {
      checkAllowed(client, "USER_PASSWORD_AUTH");
      const username = required(parameters, "USERNAME");
      const password = required(parameters, "PASSWORD");
      checkSecretHash(client, parameters.SECRET_HASH, username);
      return signInByPassword(cognito, pool, caller, { username, password, validationData: request.ClientMetadata });
    }
    case "REFRESH_TOKEN_AUTH":
    case "REFRESH_TOKEN":
      checkAllowed(client, "REFRESH_TOKEN_AUTH");
      return {
        AuthenticationResult: await refresh(cognito, pool, caller, required(parameters, "REFRESH_TOKEN"), (user) =>
          checkSecretHash(client, parameters.SECRET_HASH, user.username),
        ),
        ChallengeParameters: {},
      };
    default:
      throw invalidParameter(`The local AWS does not emulate the flow ${request.AuthFlow}`);
  }
};

function checkAllowed(client: AppClient, flow: string): void {
  if (!allowsFlow(client, flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
}

function required(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
