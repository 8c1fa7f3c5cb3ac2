/** What Foyer reads of every event that Cognito sends about a user. */
export interface UserEvent {
  userPoolId: string;
  userName: string;
  sub: string;
  clientId?: string;
  /** Every value that is a string; Cognito sends no others. */
  userAttributes: Record<string, string>;
  /** Written by the client; empty where the call carried none. */
  clientMetadata: Record<string, string>;
}

/** Of the post confirmation trigger. */
export interface ConfirmationEvent extends UserEvent {
  kind: "sign-up" | "password-reset";
}

/** Of the post authentication trigger, or of the pre token generation trigger, which follows it where a pool has both. */
export interface SignInEvent extends UserEvent {
  kind: "authenticated" | "token";
  /** The first sign-in of a user whom an administrator created. */
  isNewPassword: boolean;
}

const kinds = new Map<unknown, ConfirmationEvent["kind"]>([
  ["PostConfirmation_ConfirmSignUp", "sign-up"],
  ["PostConfirmation_ConfirmForgotPassword", "password-reset"],
]);

/**
 * Reads an event of the post confirmation trigger, or gives undefined for what is none of ours: another trigger source, a source that does
 * not exist yet, anything malformed. Unknown and missing fields are tolerated, as AWS adds to its events over time.
 */
export function readEvent(event: unknown): ConfirmationEvent | undefined {
  const kind = isRecord(event) ? kinds.get(event.triggerSource) : undefined;
  const about = readUserEvent(event);
  return kind && about && { kind, ...about };
}

/** Reads an event of the post authentication or pre token generation trigger, as tolerantly; a token for no user is none of ours. */
export function readSignInEvent(event: unknown): SignInEvent | undefined {
  const source = isRecord(event) && typeof event.triggerSource === "string" ? event.triggerSource : "";
  const about = readUserEvent(event);
  if (!about || !/^(PostAuthentication|TokenGeneration)_/.test(source)) return undefined;
  const kind = source.startsWith("PostAuthentication_") ? "authenticated" : "token";
  return { kind, isNewPassword: source === "TokenGeneration_NewPasswordChallenge", ...about };
}

function readUserEvent(event: unknown): UserEvent | undefined {
  if (!isRecord(event) || !isRecord(event.request)) return undefined;
  const userAttributes = strings(event.request.userAttributes);
  const { sub } = userAttributes;
  const { userPoolId, userName } = event;
  if (typeof userPoolId !== "string" || typeof userName !== "string" || !sub) return undefined;
  const clientId = isRecord(event.callerContext) ? event.callerContext.clientId : undefined;
  return {
    userPoolId,
    userName,
    sub,
    ...(typeof clientId === "string" && { clientId }),
    userAttributes,
    clientMetadata: strings(event.request.clientMetadata),
  };
}

/** True if the event names one of the two sources of a post confirmation trigger, readable or not. */
export function isConfirmation(event: unknown): boolean {
  return isRecord(event) && kinds.has(event.triggerSource);
}

/** True of a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): Record<string, string> {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(isStringEntry)) : {};
}

function isStringEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}
