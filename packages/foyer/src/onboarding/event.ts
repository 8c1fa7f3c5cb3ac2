/** What Foyer reads of the event that Cognito sends to a post confirmation trigger. */
export interface ConfirmationEvent {
  kind: "sign-up" | "password-reset";
  userPoolId: string;
  userName: string;
  sub: string;
  clientId?: string;
  /** Every value that is a string; Cognito sends no others. */
  userAttributes: Record<string, string>;
  /** Written by the client; empty where the call carried none. */
  clientMetadata: Record<string, string>;
}

const kinds = new Map<unknown, ConfirmationEvent["kind"]>([
  ["PostConfirmation_ConfirmSignUp", "sign-up"],
  ["PostConfirmation_ConfirmForgotPassword", "password-reset"],
]);

/**
 * Reads a trigger event, or gives undefined for what is none of ours: another trigger source, a source that does not exist yet, anything
 * malformed. Unknown and missing fields are tolerated, as AWS adds to its events over time.
 */
export function readEvent(event: unknown): ConfirmationEvent | undefined {
  if (!isRecord(event) || !isRecord(event.request)) return undefined;
  const kind = kinds.get(event.triggerSource);
  const userAttributes = strings(event.request.userAttributes);
  const { sub } = userAttributes;
  const { userPoolId, userName } = event;
  if (!kind || typeof userPoolId !== "string" || typeof userName !== "string" || !sub) return undefined;
  const clientId = isRecord(event.callerContext) ? event.callerContext.clientId : undefined;
  return {
    kind,
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): Record<string, string> {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(isStringEntry)) : {};
}

function isStringEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}
