import { randomInt, randomUUID } from "node:crypto";
import { CommandError } from "../errors.ts";
import { AwsFailure, type LocalClient, poolOf } from "../local-client.ts";
import type { EventStream } from "./event-stream.ts";

/** A user to play. */
export interface Player {
  email: string;
  password: string;
  /** Further attributes by name: `name`, `custom:plan`. */
  attributes: Record<string, string>;
  /** The `clientMetadata` of the call that confirms. */
  metadata: Record<string, string>;
}

/** What the user holds after signing in. */
export interface SignedIn {
  sub: string;
  /** `cognito:groups` of the first ID token. */
  groups: string[];
  /** What the call that confirmed was answered because of a failing trigger: the user is CONFIRMED all the same. */
  refusal?: string | undefined;
}

// Real time that a mail of the user pool may take.
const mailTimeoutMs = 10_000;

/** A password that every default policy accepts. */
export function madeUpPassword(): string {
  return `Foyer-${randomUUID().slice(0, 8)}-${randomInt(10)}`;
}

/**
 * Signs up, confirms with the code from the inbox (or as an administrator, without one), and signs in.
 * @throws {AwsFailure} what the user pool answers, for example that the user exists already.
 */
export async function signUp(
  local: LocalClient,
  events: EventStream,
  player: Player,
  options: { adminConfirm?: boolean } = {},
): Promise<SignedIn> {
  const { userPoolId, clientId } = poolOf(local);
  const { email, password, attributes, metadata } = player;
  const { UserSub, UserConfirmed } = await local.cognito<{ UserSub: string; UserConfirmed: boolean }>("SignUp", {
    ClientId: clientId,
    Username: email,
    Password: password,
    UserAttributes: Object.entries({ email, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
  });
  const confirm = async () => {
    const said = { Username: email, ClientMetadata: metadata };
    if (options.adminConfirm) return local.cognito("AdminConfirmSignUp", { UserPoolId: userPoolId, ...said });
    const ConfirmationCode = await codeFor(local, events, email, UserSub);
    return local.cognito("ConfirmSignUp", { ClientId: clientId, ConfirmationCode, ...said });
  };
  const refusal = UserConfirmed ? undefined : await refusalOf(confirm());
  return { ...(await signIn(local, player)), refusal };
}

/** Resets the password of a confirmed user with the code from the inbox, and signs in with the new one. */
export async function resetPassword(local: LocalClient, events: EventStream, player: Player): Promise<SignedIn> {
  const { userPoolId, clientId } = poolOf(local);
  const { email, password, metadata } = player;
  const { UserAttributes } = await local.cognito<{ UserAttributes: Attribute[] }>("AdminGetUser", {
    UserPoolId: userPoolId,
    Username: email,
  });
  const sub = UserAttributes.find(({ Name }) => Name === "sub")?.Value as string;
  await local.cognito("ForgotPassword", { ClientId: clientId, Username: email });
  const ConfirmationCode = await codeFor(local, events, email, sub);
  const confirmed = local.cognito("ConfirmForgotPassword", {
    ClientId: clientId,
    Username: email,
    ConfirmationCode,
    Password: password,
    ClientMetadata: metadata,
  });
  const refusal = await refusalOf(confirmed);
  return { ...(await signIn(local, player)), refusal };
}

/** The message of a trigger's failure. @throws whatever else went wrong: then the user is not confirmed. */
async function refusalOf(confirmation: Promise<unknown>): Promise<string | undefined> {
  try {
    await confirmation;
    return undefined;
  } catch (error) {
    if (error instanceof AwsFailure && error.code.includes("Lambda")) return error.message;
    throw error;
  }
}

interface Attribute {
  Name: string;
  Value: string;
}

async function codeFor(local: LocalClient, events: EventStream, email: string, sub: string): Promise<string> {
  await events.until(sub, (entries) => entries.some(({ type }) => type === "mail.sent"), mailTimeoutMs);
  const inbox = await local.foyer<{ code?: string }[]>(`inbox?to=${encodeURIComponent(email)}`);
  const code = inbox.find((mail) => mail.code)?.code;
  if (!code) throw new CommandError(`Cannot confirm ${email} as no mail with a code arrived. See \`foyer inbox\`.`);
  return code;
}

async function signIn(local: LocalClient, { email, password }: Player): Promise<SignedIn> {
  const answer = await local.cognito<{ AuthenticationResult?: { IdToken: string }; ChallengeName?: string }>("InitiateAuth", {
    ClientId: poolOf(local).clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  const idToken = answer.AuthenticationResult?.IdToken;
  if (!idToken) throw new CommandError(`Cannot sign in ${email} as the user pool wants ${answer.ChallengeName} first.`);
  const claims = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8"));
  return { sub: claims.sub, groups: claims["cognito:groups"] ?? [] };
}
