import type { CreateUserPoolDomainRequest, CreateUserPoolDomainResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { domainAnswer } from "../pools/domains.ts";
import { checkManagedLogin } from "../pools/pool-rules.ts";

type Operation = CognitoOperation<CreateUserPoolDomainRequest, CreateUserPoolDomainResponse>;

export const createUserPoolDomain: Operation = (cognito, { UserPoolId, Domain, ...settings }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  checkManagedLogin(pool, settings.ManagedLoginVersion);
  const name = Domain as string;
  cognito.domains.create(pool.id, name, settings);
  return domainAnswer({ name, settings });
};
