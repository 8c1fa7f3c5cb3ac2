import type { DeleteTermsRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { termsOf } from "../hosted-pages/terms.ts";

export const deleteTerms: CognitoOperation<DeleteTermsRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.hostedPages.terms.delete(pool.id, termsOf(cognito, pool.id, request.TermsId as string).name);
  return undefined;
};
