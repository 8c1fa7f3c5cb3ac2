/** What an identity provider says of a person, before any of it is mapped. */
export interface ProviderClaims {
  /** By the provider's own names. A value is a text, a number, a boolean, or a list or object of such. */
  claims: Record<string, unknown>;
  /** The default for who it is there, where the mapping names no other claim. */
  subject: string;
  /** `issuer` of the attribute `identities`: SAML's entity; others have none. */
  issuer: string | null;
  /** The parts of the answer, for the inbound federation trigger. */
  parts: Partial<Record<"tokenResponse" | "idToken" | "userInfo" | "samlResponse", Record<string, unknown>>>;
}
