import type { UpdateUserPoolRequest, UpdateUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { checkPoolSettings } from "../pools/pool-rules.ts";

/** Whatever the request leaves out goes back to its default, triggers and policies too; what is fixed at creation stays. */
export const updateUserPool: CognitoOperation<UpdateUserPoolRequest, UpdateUserPoolResponse> = (cognito, request) => {
  const { UserPoolId, PoolName, ...given } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration } = pool.settings;
  const settings = { ...given, AliasAttributes, UsernameAttributes, UsernameConfiguration };
  const secondFactors = cognito.mfa.pools.factorsOf({ ...pool, settings });
  checkPoolSettings(
    settings,
    secondFactors.some((factor) => factor !== "SMS_MFA"),
  );
  cognito.importJobs.checkNoneRunning(pool.id);
  cognito.userPools.update(pool.id, { settings, name: PoolName ?? pool.name });
  return {};
};
