import type { IdentityDescription } from "@aws-sdk/client-cognito-identity";
import type { Identity } from "./identities.ts";

/** An identity as its operations answer with it: with the names of its providers, not with who it is there. */
export function describeIdentity({ id, logins, createdAt, modifiedAt }: Identity): IdentityDescription {
  const providers = [...new Set(logins.map(({ provider }) => provider))];
  return {
    IdentityId: id,
    ...(providers.length > 0 && { Logins: providers }),
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  };
}
