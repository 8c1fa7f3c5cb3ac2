import type { DescribeUserPoolDomainRequest, DescribeUserPoolDomainResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeDomain } from "../pools/domains.ts";

type Operation = CognitoOperation<DescribeUserPoolDomainRequest, DescribeUserPoolDomainResponse>;

/** An unknown domain is no error: it has an empty description. */
export const describeUserPoolDomain: Operation = (cognito, request) => {
  const domain = cognito.domains.find(request.Domain as string);
  return { DomainDescription: domain ? describeDomain(domain, cognito.accountId) : {} };
};
