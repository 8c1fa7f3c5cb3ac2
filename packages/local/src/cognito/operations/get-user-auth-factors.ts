import type { GetUserAuthFactorsRequest, GetUserAuthFactorsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeAuthFactors } from "../mfa/auth-factors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<GetUserAuthFactorsRequest, GetUserAuthFactorsResponse>;

export const getUserAuthFactors: Operation = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  return describeAuthFactors(cognito, user);
};
