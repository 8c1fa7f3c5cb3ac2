import type {
  DescribeManagedLoginBrandingRequest,
  DescribeManagedLoginBrandingResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { brandingOf, describeBranding } from "../hosted-pages/brandings.ts";

type Operation = CognitoOperation<DescribeManagedLoginBrandingRequest, DescribeManagedLoginBrandingResponse>;

export const describeManagedLoginBranding: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { ManagedLoginBranding: describeBranding(brandingOf(cognito, pool.id, request.ManagedLoginBrandingId as string)) };
};
