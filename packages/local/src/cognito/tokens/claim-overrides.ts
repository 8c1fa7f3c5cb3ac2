import type { ClaimOverrides } from "../triggers/token-overrides.ts";
import type { Claims } from "./jwt.ts";

const fixedInBoth = [
  ...["acr", "amr", "at_hash", "auth_time", "azp", "exp", "iat", "iss", "jti"],
  ...["nbf", "nonce", "origin_jti", "sub", "token_use"],
];

// What Cognito keeps as it is, without a word to the function that asks for something else.
const fixedClaims = {
  id: new Set([...fixedInBoth, "aud", "cognito:username", "identities"]),
  access: new Set([...fixedInBoth, "client_id", "device_key", "event_id", "scope", "username"]),
};

// Changed by `groupOverrideDetails` alone.
const groupClaims = new Set(["cognito:groups", "cognito:roles", "cognito:preferred_role"]);

/** The claims of a token after the changes that a pre token generation trigger made, as far as Cognito lets it. */
export function overrideClaims(use: "id" | "access", claims: Claims, overrides: ClaimOverrides): Claims {
  const fixed = fixedClaims[use];
  const changed = { ...claims };
  for (const [name, value] of Object.entries(overrides.claimsToAddOrOverride)) {
    if (!fixed.has(name) && !groupClaims.has(name) && !name.startsWith("dev:")) changed[name] = value;
  }
  for (const name of overrides.claimsToSuppress) if (!fixed.has(name)) delete changed[name];
  return changed;
}
