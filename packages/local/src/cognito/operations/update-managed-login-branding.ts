import type {
  UpdateManagedLoginBrandingRequest,
  UpdateManagedLoginBrandingResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { brandingOf, describeBranding, readBranding } from "../hosted-pages/brandings.ts";

type Operation = CognitoOperation<UpdateManagedLoginBrandingRequest, UpdateManagedLoginBrandingResponse>;

/** Replaces the whole branding. */
export const updateManagedLoginBranding: Operation = (cognito, request) => {
  const { UserPoolId, ManagedLoginBrandingId } = request;
  if (UserPoolId === undefined || ManagedLoginBrandingId === undefined) {
    throw invalidParameter("UserPoolId and ManagedLoginBrandingId are required.");
  }
  const pool = cognito.userPools.get(UserPoolId);
  const { name, settings } = brandingOf(cognito, pool.id, ManagedLoginBrandingId);
  const changed = cognito.hostedPages.brandings.put(pool.id, name, readBranding(settings.ClientId, request));
  return { ManagedLoginBranding: describeBranding(changed) };
};
