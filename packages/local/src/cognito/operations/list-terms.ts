import type { ListTermsRequest, ListTermsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeTerms } from "../hosted-pages/terms.ts";
import { readPage } from "../paging.ts";

export const listTerms: CognitoOperation<ListTermsRequest, ListTermsResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListTerms ${pool.id}`,
    token: request.NextToken,
    limit: request.MaxResults,
    read: (after, count) => cognito.hostedPages.terms.list(pool.id, after, count),
    keyOf: (terms) => terms.name,
  });
  return { Terms: items.map(describeTerms), NextToken: next };
};
