import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { principalOf, userIdOf } from "../caller-identity.ts";
import type { StsOperation } from "../sts.ts";

export const getCallerIdentity: StsOperation<unknown, GetCallerIdentityResponse> = (sts, _request, { caller }) => {
  const { arn, accountId } = principalOf(sts, caller);
  return { UserId: userIdOf(sts, caller), Account: accountId, Arn: arn };
};
