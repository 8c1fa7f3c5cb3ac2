declare const clientWritten: unique symbol;

/** Text that the client chose: usable as text, never as a decision about what somebody may do. */
export type ClientWritten = string & { readonly [clientWritten]?: true };

/**
 * How the user came, as far as Cognito tells when Foyer first hears of them: `sign-up`: confirmed their own account, had it confirmed, or
 * nothing says otherwise; `admin-created`: by AdminCreateUser; `federated`: through an external provider; `migrated`: by the user migration
 * trigger, in the sign-in at which they were first seen; `imported`: from a file, with a password still to be set; `reset`: first seen
 * at a password reset.
 */
export type Origin = "sign-up" | "admin-created" | "federated" | "migrated" | "imported" | "reset";

/** What a flow may decide by: facts that are the same whenever the flow is replayed. Attributes are for steps, which read them afresh. */
export interface FlowUser {
  readonly sub: string;
  readonly userPoolId: string;
  readonly origin: Origin;
  /** The `clientMetadata` keys that the onboarding declares in `metadata`. */
  readonly metadata: Readonly<Record<string, ClientWritten | undefined>>;
}

/** The user that a step works for. Every value below `attributes` and `metadata` was, or could have been, written by the client. */
export interface ConfirmedUser extends FlowUser {
  /** The immutable username: in pools that sign in by e-mail or phone a UUID equal to `sub`. */
  readonly userName: string;
  /** As Cognito keeps them, all strings: `"true"`, `custom:plan`. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** The e-mail address, verified or not. */
  readonly email?: string;
  /** The e-mail address if Cognito verified it. */
  readonly verifiedEmail?: string;
  /** The phone number if Cognito verified it. */
  readonly verifiedPhone?: string;
  /** What to call the user: the given name, else the full name, else the nickname. */
  readonly name?: string;
  /** What an AWS call about this user needs. */
  readonly cognito: { readonly UserPoolId: string; readonly Username: string };
}

/** Makes the user that steps receive out of Cognito's attributes. Tolerates whatever they hold; the attributes are copied and frozen. */
export function confirmedUser(
  facts: FlowUser & { userName: string },
  attributes: Readonly<Record<string, string>>,
): ConfirmedUser {
  const { email, phone_number: phone } = attributes;
  return Object.freeze({
    sub: facts.sub,
    userPoolId: facts.userPoolId,
    userName: facts.userName,
    origin: facts.origin,
    metadata: Object.freeze({ ...facts.metadata }),
    attributes: Object.freeze({ ...attributes }),
    email,
    verifiedEmail: attributes.email_verified === "true" ? email : undefined,
    verifiedPhone: attributes.phone_number_verified === "true" ? phone : undefined,
    name: attributes.given_name || attributes.name || attributes.nickname || undefined,
    cognito: Object.freeze({ UserPoolId: facts.userPoolId, Username: facts.userName }),
  });
}

/** How a user came, as far as Cognito's attributes tell. */
export function originOf(attributes: Readonly<Record<string, string>>): Origin {
  const { identities, "cognito:user_status": status } = attributes;
  if (identities || status === "EXTERNAL_PROVIDER") return "federated";
  if (status === "FORCE_CHANGE_PASSWORD") return "admin-created";
  return status === "RESET_REQUIRED" ? "imported" : "sign-up";
}
