import type { CreateIdentityPoolInput, IdentityPool } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { describePool, settingsOf } from "../pools/pool-request.ts";
import { withTags } from "../pools/tagged-pool.ts";

export const createIdentityPool: IdentityOperation<CreateIdentityPoolInput, IdentityPool> = ({ pools }, request) =>
  describePool(pools.create(settingsOf(request), withTags({}, request.IdentityPoolTags ?? {})));
