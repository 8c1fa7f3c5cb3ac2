import type { ListIdentitiesRequest, ListIdentitiesResponse } from "@aws-sdk/client-ses";
import type { Ses } from "../ses.ts";

/** Up to 1,000 a page; the token is the last identity of the page before. */
export function listIdentities(ses: Ses, { IdentityType, NextToken, MaxItems }: ListIdentitiesRequest): ListIdentitiesResponse {
  const limit = Math.min(Math.max(MaxItems ?? 1000, 1), 1000);
  const type = IdentityType === "EmailAddress" ? "EMAIL_ADDRESS" : IdentityType === "Domain" ? "DOMAIN" : undefined;
  const rest = ses.identities.list({ after: NextToken }).filter((identity) => type === undefined || identity.type === type);
  const page = rest.slice(0, limit).map(({ identity }) => identity);
  return { Identities: page, ...(rest.length > limit && { NextToken: page.at(-1) }) };
}
