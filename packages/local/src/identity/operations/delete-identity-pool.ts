import type { DeleteIdentityPoolInput } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";

export const deleteIdentityPool: IdentityOperation<DeleteIdentityPoolInput> = ({ pools }, { IdentityPoolId = "" }) =>
  pools.delete(pools.get(IdentityPoolId));
