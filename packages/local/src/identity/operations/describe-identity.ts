import type { DescribeIdentityInput, IdentityDescription } from "@aws-sdk/client-cognito-identity";
import { describeIdentity as description } from "../identities/describe-identity.ts";
import type { IdentityOperation } from "../identity.ts";

export const describeIdentity: IdentityOperation<DescribeIdentityInput, IdentityDescription> = (
  { identities },
  { IdentityId = "" },
) => description(identities.get(IdentityId));
