import type { TermsType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import type { PoolDocument } from "../pools/pool-documents.ts";

export type TermsSettings = Pick<TermsType, "ClientId" | "TermsName" | "TermsSource" | "Enforcement" | "Links">;

export type Terms = PoolDocument<TermsSettings>;

/** @throws ResourceNotFoundException */
export function termsOf(cognito: Cognito, userPoolId: string, id: string): Terms {
  const terms = cognito.hostedPages.terms.find(userPoolId, id);
  if (!terms) throw resourceNotFound(`Terms ${id} do not exist.`);
  return terms;
}

/** The terms of a client by their name. */
export function termsOfClient(cognito: Cognito, clientId: string, name: string | undefined): Terms | undefined {
  return cognito.hostedPages.terms.ofClient(clientId).find(({ settings }) => settings.TermsName === name);
}

/** @throws TermsExistsException if other terms of the client have the name */
export function checkTermsName(cognito: Cognito, clientId: string, name: string | undefined, own?: Terms): void {
  const owner = termsOfClient(cognito, clientId, name);
  if (owner && owner.name !== own?.name) {
    throw new AwsError("TermsExistsException", `Terms with name ${name} already exist for client ${clientId}.`);
  }
}

/** Terms as the operations show them. */
export function describeTerms({ userPoolId, name, settings, createdAt, modifiedAt }: Terms): TermsType {
  return {
    TermsId: name,
    UserPoolId: userPoolId,
    ...settings,
    Links: settings.Links ?? {},
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  };
}
