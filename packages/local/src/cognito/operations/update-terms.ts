import type { UpdateTermsRequest, UpdateTermsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { checkTermsName, describeTerms, termsOf } from "../hosted-pages/terms.ts";

/** Sets what is given; the rest stays. */
export const updateTerms: CognitoOperation<UpdateTermsRequest, UpdateTermsResponse> = (cognito, request) => {
  const { UserPoolId, TermsId, ...changes } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  const terms = termsOf(cognito, pool.id, TermsId as string);
  const settings = { ...terms.settings, ...changes };
  checkTermsName(cognito, settings.ClientId as string, settings.TermsName, terms);
  return { Terms: describeTerms(cognito.hostedPages.terms.put(pool.id, terms.name, settings)) };
};
