import type { IdentityProvider } from "../pools/identity-providers.ts";
import { completeMapping } from "../pools/provider-details.ts";
import type { Attributes } from "../users/attributes.ts";
import { FederationError } from "./federation-error.ts";
import type { ProviderClaims } from "./provider-claims.ts";

/** Who the person is at the provider: the second half of the username. @throws FederationError */
export function accountIdOf({ settings }: IdentityProvider, { claims, subject }: ProviderClaims): string {
  const mapped = completeMapping(settings.ProviderType, settings.AttributeMapping).username;
  const id = mapped === undefined || !Object.hasOwn(claims, mapped) ? subject : textOf(claims[mapped]);
  if (!id) throw new FederationError("The identity provider names no subject");
  return id;
}

/**
 * The attributes of the pool that a provider fills. What it does not say is left as it is; an e-mail address of which it does not say
 * that it is verified is not.
 */
export function mapAttributes({ settings }: IdentityProvider, claims: Record<string, unknown>): Attributes {
  const attributes: Attributes = {};
  for (const [name, claim] of Object.entries(settings.AttributeMapping ?? {})) {
    const value = Object.hasOwn(claims, claim) ? textOf(claims[claim]) : undefined;
    if (name !== "username" && value) attributes[name] = value;
  }
  for (const name of ["email", "phone_number"]) {
    if (attributes[name] && attributes[`${name}_verified`] === undefined) attributes[`${name}_verified`] = "false";
  }
  return attributes;
}

/** An attribute is a text: a list becomes `[a, b]`, an object JSON. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value))
    return value.length === 1 ? textOf(value[0]) : `[${value.map((item) => textOf(item) ?? "").join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
