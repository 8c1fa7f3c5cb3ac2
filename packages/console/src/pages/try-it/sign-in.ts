import { aheadMs } from "../../live.ts";
import { cognito, secretHash } from "./calls.ts";
import type { Client, Pool } from "./pool.ts";
import { srpClient } from "./srp.ts";

/** The tokens that Cognito gave. */
export interface Tokens {
  IdToken: string;
  AccessToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
}

/** What Cognito wants to know before it gives tokens. */
export interface Challenge {
  name: string;
  session?: string;
  parameters: Record<string, string>;
}

/** Tokens, or the next challenge. */
export type SignedIn = { tokens: Tokens } | { challenge: Challenge };

interface Answer {
  AuthenticationResult?: Tokens;
  ChallengeName?: string;
  Session?: string;
  ChallengeParameters?: Record<string, string>;
}

/** Who signs in, and how. */
export interface SignIn {
  pool: Pool;
  client: Client;
  flow: Flow;
  username: string;
  password: string;
  clientMetadata?: Record<string, string> | undefined;
}

/** The ways that this page knows, the plainest first. */
export const flows = ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH", "CUSTOM_AUTH"] as const;
export type Flow = (typeof flows)[number];

/** What each way is, for people. */
export const flowWords: Record<Flow, string> = {
  USER_PASSWORD_AUTH: "Password",
  USER_SRP_AUTH: "SRP, as Amplify",
  ADMIN_USER_PASSWORD_AUTH: "Password, by a server",
  USER_AUTH: "Choice, password preferred",
  CUSTOM_AUTH: "Custom challenges",
};

/** The flows that an app client allows; those of before 2019 had other names. */
export function flowsOf({ flows: given }: Pick<Client, "flows">): Flow[] {
  if (given.length === 0) return ["USER_SRP_AUTH", "CUSTOM_AUTH"];
  const legacy: Partial<Record<Flow, string>> = {
    ADMIN_USER_PASSWORD_AUTH: "ADMIN_NO_SRP_AUTH",
    USER_PASSWORD_AUTH: "USER_PASSWORD_AUTH",
  };
  if (given.some((flow) => flow.startsWith("ALLOW_"))) return flows.filter((flow) => given.includes(`ALLOW_${flow}`));
  return flows.filter((flow) => {
    if (flow === "USER_SRP_AUTH") return !given.includes("CUSTOM_AUTH_FLOW_ONLY");
    return flow === "CUSTOM_AUTH" || given.includes(legacy[flow] ?? "");
  });
}

/** Begins a sign-in; the part of a password that SRP leaves to the client is done here. @throws {ApiFailure} */
export async function signIn(given: SignIn): Promise<SignedIn> {
  const { pool, client, flow, username: USERNAME, password: PASSWORD, clientMetadata: ClientMetadata } = given;
  const SECRET_HASH = await secretHash(client, USERNAME);
  const srp = flow === "USER_SRP_AUTH" ? await srpClient() : undefined;
  const AuthParameters = {
    USERNAME,
    ...(SECRET_HASH && { SECRET_HASH }),
    ...(srp && { SRP_A: srp.SRP_A }),
    ...((flow === "USER_PASSWORD_AUTH" || flow === "ADMIN_USER_PASSWORD_AUTH") && { PASSWORD }),
    ...(flow === "USER_AUTH" && { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD }),
  };
  const about = { AuthFlow: flow, ClientId: client.id, AuthParameters, ...(ClientMetadata && { ClientMetadata }) };
  const answer = isByServer(flow)
    ? await cognito<Answer>("AdminInitiateAuth", { UserPoolId: pool.id, ...about })
    : await cognito<Answer>("InitiateAuth", about);
  if (srp && answer.ChallengeName === "PASSWORD_VERIFIER") {
    const { ChallengeParameters: parameters = {}, Session: session } = answer;
    const at = new Date(Date.now() + aheadMs.value);
    const claim = await srp.answer(parameters, { userPoolId: pool.id, password: PASSWORD, at });
    return respond(given, { name: answer.ChallengeName, parameters, ...(session && { session }) }, claim);
  }
  return outcomeOf(answer);
}

/** Answers a challenge. @throws {ApiFailure} */
export async function respond(
  given: SignIn,
  { name, session, parameters }: Challenge,
  answers: Record<string, string>,
): Promise<SignedIn> {
  const { pool, client, flow, username, clientMetadata: ClientMetadata } = given;
  const USERNAME = parameters.USER_ID_FOR_SRP ?? parameters.USERNAME ?? username;
  const SECRET_HASH = await secretHash(client, USERNAME);
  const about = {
    ClientId: client.id,
    ChallengeName: name,
    ...(session && { Session: session }),
    ChallengeResponses: { USERNAME, ...(SECRET_HASH && { SECRET_HASH }), ...answers },
    ...(ClientMetadata && { ClientMetadata }),
  };
  return outcomeOf(
    isByServer(flow)
      ? await cognito<Answer>("AdminRespondToAuthChallenge", { UserPoolId: pool.id, ...about })
      : await cognito<Answer>("RespondToAuthChallenge", about),
  );
}

/** New tokens for a refresh token. @throws {ApiFailure} */
export async function refresh(client: Client, sub: string, { RefreshToken = "" }: Tokens): Promise<Tokens> {
  const SECRET_HASH = await secretHash(client, sub);
  const AuthParameters = { REFRESH_TOKEN: RefreshToken, ...(SECRET_HASH && { SECRET_HASH }) };
  const about = { AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: client.id, AuthParameters };
  const { AuthenticationResult } = await cognito<Answer>("InitiateAuth", about);
  return { RefreshToken, ...(AuthenticationResult as Tokens) };
}

function isByServer(flow: Flow): boolean {
  return flow === "ADMIN_USER_PASSWORD_AUTH";
}

function outcomeOf({ AuthenticationResult, ChallengeName, Session, ChallengeParameters = {} }: Answer): SignedIn {
  if (AuthenticationResult) return { tokens: AuthenticationResult };
  return { challenge: { name: ChallengeName ?? "", parameters: ChallengeParameters, ...(Session && { session: Session }) } };
}
