import type { GetUICustomizationRequest, GetUICustomizationResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { allClients, describeUICustomization } from "../hosted-pages/ui-customizations.ts";

type Operation = CognitoOperation<GetUICustomizationRequest, GetUICustomizationResponse>;

/** A client without a customization has that of all clients, and without either an empty one. */
export const getUiCustomization: Operation = (cognito, { UserPoolId, ClientId = allClients }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  if (ClientId !== allClients) cognito.appClients.getOf(pool, ClientId);
  const { uiCustomizations } = cognito.hostedPages;
  const kept = uiCustomizations.find(pool.id, ClientId) ?? uiCustomizations.find(pool.id, allClients);
  return { UICustomization: kept ? describeUICustomization(kept) : {} };
};
