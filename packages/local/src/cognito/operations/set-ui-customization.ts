import type { SetUICustomizationRequest, SetUICustomizationResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { allClients, describeUICustomization } from "../hosted-pages/ui-customizations.ts";

type Operation = CognitoOperation<SetUICustomizationRequest, SetUICustomizationResponse>;

/** What the request leaves out is gone. */
export const setUiCustomization: Operation = (cognito, { UserPoolId, ClientId = allClients, CSS, ImageFile }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  const client = ClientId === allClients ? undefined : cognito.appClients.getOf(pool, ClientId);
  if (Object.keys(cognito.domains.namesOf(pool.id)).length === 0) {
    throw invalidParameter("There has to be an existing domain associated with this user pool");
  }
  const image = ImageFile && Buffer.from(ImageFile).toString("base64");
  const kept = cognito.hostedPages.uiCustomizations.put(pool.id, ClientId, { CSS, image }, client?.id);
  return { UICustomization: describeUICustomization(kept) };
};
