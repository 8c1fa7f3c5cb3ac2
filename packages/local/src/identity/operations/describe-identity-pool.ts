import type { DescribeIdentityPoolInput, IdentityPool } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { describePool } from "../pools/pool-request.ts";

export const describeIdentityPool: IdentityOperation<DescribeIdentityPoolInput, IdentityPool> = (
  { pools },
  { IdentityPoolId = "" },
) => describePool(pools.get(IdentityPoolId));
