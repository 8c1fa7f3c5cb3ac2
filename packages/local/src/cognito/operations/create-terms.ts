import { randomUUID } from "node:crypto";
import type { CreateTermsRequest, CreateTermsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { checkTermsName, describeTerms } from "../hosted-pages/terms.ts";

export const createTerms: CognitoOperation<CreateTermsRequest, CreateTermsResponse> = (cognito, request) => {
  const { UserPoolId, ClientId, TermsName, TermsSource, Enforcement, Links } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  const client = cognito.appClients.getOf(pool, ClientId as string);
  checkTermsName(cognito, client.id, TermsName);
  const settings = { ClientId, TermsName, TermsSource, Enforcement, Links };
  return { Terms: describeTerms(cognito.hostedPages.terms.put(pool.id, randomUUID(), settings, client.id)) };
};
