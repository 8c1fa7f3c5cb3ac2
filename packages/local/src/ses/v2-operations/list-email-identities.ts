import type { ListEmailIdentitiesRequest, ListEmailIdentitiesResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";

/** Up to 1,000 a page; the token is the last identity of the page before. */
export function listEmailIdentities(ses: Ses, { NextToken, PageSize }: ListEmailIdentitiesRequest): ListEmailIdentitiesResponse {
  const limit = Math.min(Math.max(PageSize ?? 1000, 1), 1000);
  const found = ses.identities.list({ after: NextToken, limit: limit + 1 });
  const page = found.slice(0, limit);
  return {
    EmailIdentities: page.map(({ identity, type }) => ({
      IdentityType: type,
      IdentityName: identity,
      SendingEnabled: true,
      VerificationStatus: "SUCCESS",
    })),
    ...(found.length > limit && { NextToken: page.at(-1)?.identity }),
  };
}
