import type { UICustomizationType } from "@aws-sdk/client-cognito-identity-provider";
import type { PoolDocument } from "../pools/pool-documents.ts";

export interface UICustomizationSettings {
  CSS: string | undefined;
  /** Base64. */
  image: string | undefined;
}

/** The name of what counts for every client without a customization of its own. */
export const allClients = "ALL";

/** A customization as the operations show one; the image is at a URL that holds it, since no server of AWS's has it. */
export function describeUICustomization(customization: PoolDocument<UICustomizationSettings>): UICustomizationType {
  const { userPoolId, name, settings, createdAt, modifiedAt } = customization;
  return {
    UserPoolId: userPoolId,
    ClientId: name,
    ...(settings.image !== undefined && { ImageUrl: `data:image/png;base64,${settings.image}` }),
    CSS: settings.CSS,
    CSSVersion: new Date(modifiedAt).toISOString().replace(/\D/g, "").slice(0, 14),
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  };
}
