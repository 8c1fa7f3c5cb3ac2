import type { DeleteUserPoolDomainRequest, DeleteUserPoolDomainResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<DeleteUserPoolDomainRequest, DeleteUserPoolDomainResponse>;

export const deleteUserPoolDomain: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.domains.delete(cognito.domains.get(pool.id, request.Domain as string));
  return {};
};
