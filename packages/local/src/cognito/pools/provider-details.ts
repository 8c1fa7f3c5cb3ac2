import type { IdentityProviderTypeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";

export type ProviderDetails = Record<string, string>;

interface ProviderKind {
  /** Details without which Cognito cannot reach the provider. */
  required: readonly string[];
  /** What Cognito knows of the provider itself. */
  known: ProviderDetails;
  /** The provider's attribute that becomes the second half of the username. */
  username?: string;
  /** True if a pool has one such provider at most, called as its type. */
  single: boolean;
}

const oauth = ["client_id", "client_secret", "authorize_scopes"];

const kinds: Record<IdentityProviderTypeType, ProviderKind> = {
  Google: {
    required: oauth,
    known: {
      attributes_url: "https://people.googleapis.com/v1/people/me?personFields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
      oidc_issuer: "https://accounts.google.com",
      token_request_method: "POST",
      token_url: "https://www.googleapis.com/oauth2/v4/token",
    },
    username: "sub",
    single: true,
  },
  Facebook: {
    required: oauth,
    known: {
      attributes_url: "https://graph.facebook.com/v17.0/me?fields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://www.facebook.com/v17.0/dialog/oauth",
      token_request_method: "GET",
      token_url: "https://graph.facebook.com/v17.0/oauth/access_token",
    },
    username: "id",
    single: true,
  },
  LoginWithAmazon: {
    required: oauth,
    known: {
      attributes_url: "https://api.amazon.com/user/profile",
      attributes_url_add_attributes: "false",
      authorize_url: "https://www.amazon.com/ap/oa",
      token_request_method: "POST",
      token_url: "https://api.amazon.com/auth/o2/token",
    },
    username: "user_id",
    single: true,
  },
  SignInWithApple: {
    required: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
    known: {
      attributes_url_add_attributes: "false",
      authorize_url: "https://appleid.apple.com/auth/authorize",
      oidc_issuer: "https://appleid.apple.com",
      token_request_method: "POST",
      token_url: "https://appleid.apple.com/auth/token",
    },
    username: "sub",
    single: true,
  },
  OIDC: {
    required: ["client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"],
    known: { attributes_url_add_attributes: "false" },
    username: "sub",
    single: false,
  },
  SAML: { required: [], known: {}, single: false },
};

/** @throws InvalidParameterException for a name that a provider of the type cannot have. */
export function checkProviderName(type: IdentityProviderTypeType, name: string): void {
  if (kinds[type].single ? name !== type : name === "COGNITO" || Object.hasOwn(kinds, name)) {
    throw invalidParameter(`Provider ${name} cannot be of type ${type}.`);
  }
}

/** @throws InvalidParameterException for details that lack what a provider of the type needs. */
export function checkProviderDetails(type: IdentityProviderTypeType, details: ProviderDetails): void {
  const { required } = kinds[type];
  if (required.some((name) => !details[name])) {
    const names = `${required.slice(0, -1).join(", ")} and ${required.at(-1)}`;
    throw invalidParameter(`${names} are all required idp details`);
  }
  if (type === "SAML" && !details.MetadataURL && !details.MetadataFile) {
    throw invalidParameter("MetadataURL or MetadataFile is a required idp detail");
  }
}

/** What Cognito knows of a kind of provider itself; the settings of a provider come before it. */
export function knownDetails(type: IdentityProviderTypeType): ProviderDetails {
  return kinds[type].known;
}

/** The details as they are shown: with what Cognito knows itself, and without the key that it keeps to itself. */
export function shownDetails(type: IdentityProviderTypeType, details: ProviderDetails): ProviderDetails {
  const { private_key: _, ...shown } = { ...knownDetails(type), ...details };
  return shown;
}

/** The attribute mapping with the one that every user of the provider needs. */
export function completeMapping(type: IdentityProviderTypeType, given: Record<string, string> = {}): Record<string, string> {
  const { username } = kinds[type];
  return username === undefined ? given : { username, ...given };
}
