import type { DescribeTermsByClientRequest, DescribeTermsByClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import { describeTerms, termsOfClient } from "../hosted-pages/terms.ts";

type Operation = CognitoOperation<DescribeTermsByClientRequest, DescribeTermsByClientResponse>;

export const describeTermsByClient: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  const terms = termsOfClient(cognito, client.id, request.TermsName);
  if (!terms) throw resourceNotFound(`Terms with name ${request.TermsName} do not exist for client ${client.id}.`);
  return { Terms: describeTerms(terms) };
};
