import type { DeleteManagedLoginBrandingRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { brandingOf } from "../hosted-pages/brandings.ts";

export const deleteManagedLoginBranding: CognitoOperation<DeleteManagedLoginBrandingRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.hostedPages.brandings.delete(pool.id, brandingOf(cognito, pool.id, request.ManagedLoginBrandingId as string).name);
  return undefined;
};
