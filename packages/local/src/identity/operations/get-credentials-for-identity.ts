import type { GetCredentialsForIdentityInput, GetCredentialsForIdentityResponse } from "@aws-sdk/client-cognito-identity";
import { identitySession } from "../credentials/identity-session.ts";
import type { IdentityOperation } from "../identity.ts";
import { proveIdentity } from "../logins/prove-identity.ts";

export const getCredentialsForIdentity: IdentityOperation<
  GetCredentialsForIdentityInput,
  GetCredentialsForIdentityResponse
> = async (identity, { IdentityId = "", Logins, CustomRoleArn }) => {
  const proven = await proveIdentity(identity, IdentityId, Logins);
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = identitySession(identity, proven, CustomRoleArn);
  return {
    IdentityId: proven.identity.id,
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAt),
    },
  };
};
