import type { AuthFlowType, InitiateAuthRequest, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { type AllowedFlow, allowsFlow } from "../pools/auth-flows.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { refresh } from "../tokens/refresh.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { signInByPassword } from "./password-flow.ts";
import { checkSecretHash } from "./secret-hash.ts";

/** Starts a sign-in by one flow: tokens, or the first challenge. */
export type StartFlow = (attempt: SignInAttempt, parameters: Record<string, string>) => Promise<InitiateAuthResponse>;

const flows: Partial<Record<AuthFlowType, StartFlow>> = {
  USER_PASSWORD_AUTH: signInByPassword,
};

/** Starts a sign-in, or refreshes one. @throws InvalidParameterException, NotAuthorizedException and what the flow throws */
export async function startSignIn(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  request: Pick<InitiateAuthRequest, "AuthFlow" | "AuthParameters" | "ClientMetadata">,
): Promise<InitiateAuthResponse> {
  const { client } = caller;
  const parameters = request.AuthParameters ?? {};
  const flow = request.AuthFlow as AuthFlowType;
  if (flow === "REFRESH_TOKEN_AUTH" || flow === "REFRESH_TOKEN") {
    checkAllowed(client, "REFRESH_TOKEN_AUTH");
    const check = (user: { username: string }) => checkSecretHash(client, parameters.SECRET_HASH, user.username);
    const asked = { refreshToken: required(parameters, "REFRESH_TOKEN"), deviceKey: parameters.DEVICE_KEY, clientMetadata: undefined };
    const AuthenticationResult = await refresh(cognito, pool, caller, asked, check);
    return { AuthenticationResult, ChallengeParameters: {} };
  }
  const start = flows[flow];
  if (!start) throw invalidParameter(`The local AWS does not emulate the flow ${flow}`);
  checkAllowed(client, flow as AllowedFlow);
  const username = required(parameters, "USERNAME");
  checkSecretHash(client, parameters.SECRET_HASH, username);
  const attempt: SignInAttempt = {
    cognito,
    pool,
    caller,
    username,
    validationData: request.ClientMetadata,
    clientMetadata: undefined,
    deviceKey: parameters.DEVICE_KEY,
    flow,
  };
  return start(attempt, parameters);
}

function checkAllowed(client: AppClient, flow: AllowedFlow): void {
  if (!allowsFlow(client, flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
}
