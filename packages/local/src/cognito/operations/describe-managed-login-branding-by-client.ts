import type {
  DescribeManagedLoginBrandingByClientRequest,
  DescribeManagedLoginBrandingByClientResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import { describeBranding } from "../hosted-pages/brandings.ts";

type Operation = CognitoOperation<DescribeManagedLoginBrandingByClientRequest, DescribeManagedLoginBrandingByClientResponse>;

export const describeManagedLoginBrandingByClient: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  const [branding] = cognito.hostedPages.brandings.ofClient(client.id);
  if (!branding) throw resourceNotFound(`Client ${client.id} has no managed login branding.`);
  return { ManagedLoginBranding: describeBranding(branding) };
};
