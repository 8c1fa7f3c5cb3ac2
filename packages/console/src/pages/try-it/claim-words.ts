import { amount, dateAndTime } from "../../times.ts";

const meanings: Record<string, string> = {
  sub: "who it is, for good: use it as the key of your records",
  iss: "the user pool that signed it",
  aud: "the app client that it is for",
  client_id: "the app client that it is for",
  token_use: "id: who the user is, for the app; access: what may be done, for an API",
  auth_time: "when the user signed in",
  iat: "when it was issued",
  exp: "when it expires",
  jti: "the token's own id",
  origin_jti: "the id of the sign-in: all its tokens share it, and a revocation names it",
  event_id: "the sign-in that it comes from",
  scope: "what an API may allow",
  username: "the username in the pool",
  email: "an attribute that the client may read",
  email_verified: "the address was proved with a code, or by an administrator",
  phone_number: "an attribute that the client may read",
  phone_number_verified: "the number was proved with a code, or by an administrator",
  "cognito:username": "the username in the pool",
  "cognito:groups": "the groups of the user: what your API may decide by",
  "cognito:roles": "the IAM roles of the groups",
  "cognito:preferred_role": "the role of the group with the best precedence",
  identities: "the identity providers that the user came by",
  version: "the version of the form of access tokens",
  alg: "how it is signed",
  kid: "which of the pool's keys signed it: look it up in jwks.json",
  typ: "the kind of token",
};

const moments = new Set(["auth_time", "iat", "exp"]);

/** What a claim is for; undefined for one that is not Cognito's own. */
export function meaningOf(name: string): string | undefined {
  if (Object.hasOwn(meanings, name)) return meanings[name];
  if (name.startsWith("custom:")) return "an attribute of your own: written by the client, unless you say otherwise";
  return undefined;
}

/** The value of a claim for people: a moment also as one, seen from `now` in milliseconds. */
export function wordsOf(name: string, value: unknown, now: number): string {
  if (moments.has(name) && typeof value === "number") {
    const distance = value * 1000 - now;
    const near = Math.abs(distance) < 2000 ? "now" : distance > 0 ? `in ${amount(distance)}` : `${amount(-distance)} ago`;
    return `${dateAndTime(value * 1000)}, ${near}`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
