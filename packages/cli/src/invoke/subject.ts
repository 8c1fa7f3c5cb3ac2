/** Who and what a test event is about. */
export interface TestSubject {
  region: string;
  userPoolId: string;
  clientId: string;
  sub: string;
  /** Of the event before tokens are made, which the pool's LambdaConfig decides. */
  tokenVersion: "1" | "2" | "3";
  /** A code as a custom sender receives it, encrypted. */
  encryptedCode: string;
}

/** A trigger event as Cognito sends it. */
export interface TriggerEvent {
  version: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  triggerSource: string;
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

/** What of an event differs from source to source. */
export type EventParts = Pick<TriggerEvent, "request" | "response"> & Partial<TriggerEvent>;

/** One realistic event of a trigger source, without its envelope. */
export type MakeEvent = (subject: TestSubject) => EventParts;

export function inEnvelope(
  triggerSource: string,
  subject: TestSubject,
  { request, response, ...more }: EventParts,
): TriggerEvent {
  const { region, userPoolId, clientId, sub } = subject;
  return {
    version: "1",
    region,
    userPoolId,
    // In a pool whose users sign in by e-mail address the username is the sub.
    userName: sub,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
    triggerSource,
    ...more,
    request,
    response,
  };
}

/** A call of an administrator names no app client; Cognito then sends this literal. */
export const byAdministrator = {
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "CLIENT_ID_NOT_APPLICABLE" },
};

const person = { email: "ada@example.com", name: "Ada Lovelace" };

/** What was given at the sign-up; there is no sub yet. */
export const givenAttributes: Record<string, string> = { email: person.email, name: person.name };

/** The attributes of a user who is in the pool: every value is a text. */
export function attributesOf(
  { sub }: TestSubject,
  status: "CONFIRMED" | "UNCONFIRMED" | "FORCE_CHANGE_PASSWORD" | "EXTERNAL_PROVIDER" = "CONFIRMED",
  more: Record<string, string> = {},
): Record<string, string> {
  const email_verified = String(status === "CONFIRMED");
  return { sub, "cognito:user_status": status, email_verified, ...person, ...more };
}

/** A number of those that are nobody's. */
export const phone = { phone_number: "+12065550123", phone_number_verified: "true" };
