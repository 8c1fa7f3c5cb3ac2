import type { UpdateUserPoolDomainRequest, UpdateUserPoolDomainResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { domainAnswer } from "../pools/domains.ts";
import { checkManagedLogin } from "../pools/pool-rules.ts";

type Operation = CognitoOperation<UpdateUserPoolDomainRequest, UpdateUserPoolDomainResponse>;

export const updateUserPoolDomain: Operation = (cognito, { UserPoolId, Domain, ...changes }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  const domain = cognito.domains.get(pool.id, Domain as string);
  checkManagedLogin(pool, changes.ManagedLoginVersion);
  return domainAnswer(cognito.domains.update(domain, changes));
};
