import type { AssetType, ManagedLoginBrandingType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import type { PoolDocument } from "../pools/pool-documents.ts";

type Document = ManagedLoginBrandingType["Settings"];

export interface BrandingSettings {
  ClientId: string;
  UseCognitoProvidedValues: boolean;
  Settings?: Document;
  assets?: KeptAsset[];
}

/** An asset with its bytes in base64. */
type KeptAsset = Omit<AssetType, "Bytes"> & { bytes: string | undefined };

export type Branding = PoolDocument<BrandingSettings>;

/** What CreateManagedLoginBranding and UpdateManagedLoginBranding set. */
export interface BrandingRequest {
  UseCognitoProvidedValues?: boolean | undefined;
  Settings?: Document;
  Assets?: AssetType[] | undefined;
}

/** @throws InvalidParameterException for values of one's own beside Cognito's */
export function readBranding(ClientId: string, { UseCognitoProvidedValues = false, Settings, Assets }: BrandingRequest) {
  if (UseCognitoProvidedValues && (Settings !== undefined || Assets?.length)) {
    throw invalidParameter("Settings and Assets cannot be given when UseCognitoProvidedValues is true.");
  }
  const assets = Assets?.map(({ Bytes, ...asset }) => ({ ...asset, bytes: Bytes && Buffer.from(Bytes).toString("base64") }));
  return { ClientId, UseCognitoProvidedValues, ...(Settings !== undefined && { Settings }), ...(assets && { assets }) };
}

/** @throws ResourceNotFoundException */
export function brandingOf(cognito: Cognito, userPoolId: string, id: string): Branding {
  const branding = cognito.hostedPages.brandings.find(userPoolId, id);
  if (!branding) throw resourceNotFound(`Managed login branding ${id} does not exist.`);
  return branding;
}

/** A branding as the operations show one. */
export function describeBranding({ userPoolId, name, settings, createdAt, modifiedAt }: Branding): ManagedLoginBrandingType {
  const assets = settings.assets?.map(({ bytes, ...asset }) => ({
    ...asset,
    ...(bytes !== undefined && { Bytes: new Uint8Array(Buffer.from(bytes, "base64")) }),
  }));
  return {
    ManagedLoginBrandingId: name,
    UserPoolId: userPoolId,
    UseCognitoProvidedValues: settings.UseCognitoProvidedValues,
    Settings: settings.Settings,
    Assets: assets,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  };
}
