import type { AuthFlowType, InitiateAuthRequest, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { type AllowedFlow, allowsFlow } from "../pools/auth-flows.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { refresh } from "../tokens/refresh.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { signInByChoice } from "./choice-flow.ts";
import { signInByCustomChallenges } from "./custom-flow.ts";
import { signInByPassword } from "./password-flow.ts";
import { checkSecretHash } from "./secret-hash.ts";
import { signInAfterSignUp } from "./sign-up-flow.ts";
import { signInBySrp } from "./srp-flow.ts";

interface Flow {
  /** What a client's `ExplicitAuthFlows` call it. */
  allowedAs: AllowedFlow;
  /** What a client that does not allow it is told; Cognito's wording differs from flow to flow. */
  refusal: string;
  /** Tokens, or the first challenge. */
  start: (attempt: SignInAttempt, parameters: Record<string, string>) => Promise<InitiateAuthResponse>;
}

type Flows = Partial<Record<AuthFlowType, Flow>>;

const notEnabled = "Auth flow not enabled for this client";

const flows: Flows = {
  USER_SRP_AUTH: { allowedAs: "USER_SRP_AUTH", refusal: "USER_SRP_AUTH is not enabled for the client.", start: signInBySrp },
  CUSTOM_AUTH: {
    allowedAs: "CUSTOM_AUTH",
    refusal: "CUSTOM_AUTH is not enabled for the client.",
    start: signInByCustomChallenges,
  },
  USER_AUTH: { allowedAs: "USER_AUTH", refusal: "USER_AUTH is not enabled for the client.", start: signInByChoice },
};

/** What InitiateAuth offers. */
export const clientFlows: Flows = {
  ...flows,
  USER_PASSWORD_AUTH: {
    allowedAs: "USER_PASSWORD_AUTH",
    refusal: "USER_PASSWORD_AUTH flow not enabled for this client",
    start: signInByPassword,
  },
};

const adminPassword: Flow = { allowedAs: "ADMIN_USER_PASSWORD_AUTH", refusal: notEnabled, start: signInByPassword };

/** What AdminInitiateAuth offers; the second name of its password flow is that of before 2019. */
export const adminFlows: Flows = { ...flows, ADMIN_USER_PASSWORD_AUTH: adminPassword, ADMIN_NO_SRP_AUTH: adminPassword };

/**
 * Starts a sign-in, or refreshes the tokens of one.
 * @param offered the flows of the operation
 * @throws InvalidParameterException, NotAuthorizedException and what the flow throws
 */
export async function startSignIn(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  request: Pick<InitiateAuthRequest, "AuthFlow" | "AuthParameters" | "ClientMetadata" | "Session">,
  offered: Flows,
): Promise<InitiateAuthResponse> {
  const { client } = caller;
  const name = request.AuthFlow as AuthFlowType;
  const parameters = request.AuthParameters ?? {};
  if (name === "REFRESH_TOKEN_AUTH" || name === "REFRESH_TOKEN") return refreshSignIn(cognito, pool, caller, parameters);
  const flow = offered[name];
  if (!flow) throw invalidParameter("Initiate Auth method not supported.");
  if (!allowsFlow(client, flow.allowedAs)) throw invalidParameter(flow.refusal);
  const attempt: SignInAttempt = {
    cognito,
    pool,
    caller,
    username: parameters.USERNAME ?? "",
    validationData: request.ClientMetadata,
    clientMetadata: undefined,
    deviceKey: parameters.DEVICE_KEY,
  };
  checkSecretHash(client, parameters.SECRET_HASH, required(parameters, "USERNAME"));
  if (name === "USER_AUTH" && request.Session) return signInAfterSignUp(attempt, request.Session);
  return flow.start(attempt, parameters);
}

/** The flow that names no user, and ends without a new refresh token. */
async function refreshSignIn(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  parameters: Record<string, string>,
): Promise<InitiateAuthResponse> {
  const { client } = caller;
  if (!allowsFlow(client, "REFRESH_TOKEN_AUTH")) throw invalidParameter(notEnabled);
  const refreshToken = required(parameters, "REFRESH_TOKEN");
  const asked = { refreshToken, deviceKey: parameters.DEVICE_KEY, clientMetadata: undefined };
  const AuthenticationResult = await refresh(cognito, pool, caller, asked, ({ username }) =>
    checkSecretHash(client, parameters.SECRET_HASH, username),
  );
  return { AuthenticationResult, ChallengeParameters: {} };
}
