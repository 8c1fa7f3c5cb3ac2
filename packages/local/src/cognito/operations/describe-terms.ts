import type { DescribeTermsRequest, DescribeTermsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeTerms as describe, termsOf } from "../hosted-pages/terms.ts";

export const describeTerms: CognitoOperation<DescribeTermsRequest, DescribeTermsResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { Terms: describe(termsOf(cognito, pool.id, request.TermsId as string)) };
};
