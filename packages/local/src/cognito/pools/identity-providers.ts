import type { IdentityProviderType, IdentityProviderTypeType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import { definePoolDocuments, type PoolDocument, PoolDocuments } from "./pool-documents.ts";
import {
  checkProviderDetails,
  checkProviderName,
  completeMapping,
  type ProviderDetails,
  shownDetails,
} from "./provider-details.ts";

export interface IdentityProviderSettings {
  ProviderType: IdentityProviderTypeType;
  ProviderDetails: ProviderDetails;
  AttributeMapping?: Record<string, string> | undefined;
  IdpIdentifiers?: string[] | undefined;
}

export type IdentityProvider = PoolDocument<IdentityProviderSettings>;

const table = "cognito_identity_provider";

export function defineIdentityProviderTable(store: Store): void {
  definePoolDocuments(store, table);
}

/** The identity providers of the pools as they are configured. */
export class IdentityProviders {
  readonly #documents: PoolDocuments<IdentityProviderSettings>;

  constructor(store: Store, clock: Clock) {
    this.#documents = new PoolDocuments(store, clock, table);
  }

  /** @throws InvalidParameterException, DuplicateProviderException */
  create(userPoolId: string, name: string, settings: IdentityProviderSettings): IdentityProvider {
    checkProviderName(settings.ProviderType, name);
    if (this.#documents.find(userPoolId, name)) throw duplicate(userPoolId, name);
    return this.#put(userPoolId, name, settings);
  }

  /** @throws ResourceNotFoundException */
  get(userPoolId: string, name: string): IdentityProvider {
    const provider = this.#documents.find(userPoolId, name);
    if (!provider) throw resourceNotFound(`Identity provider ${name} does not exist.`);
    return provider;
  }

  find(userPoolId: string, name: string): IdentityProvider | undefined {
    return this.#documents.find(userPoolId, name);
  }

  /** @throws ResourceNotFoundException */
  getByIdentifier(userPoolId: string, identifier: string): IdentityProvider {
    const provider = this.#ownerOf(userPoolId, identifier);
    if (!provider) throw resourceNotFound(`Identity provider with identifier ${identifier} does not exist.`);
    return provider;
  }

  /** Sets what is given; the rest stays. @throws ResourceNotFoundException, InvalidParameterException, DuplicateProviderException */
  update(userPoolId: string, name: string, changes: Partial<IdentityProviderSettings>): IdentityProvider {
    const { settings } = this.get(userPoolId, name);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return this.#put(userPoolId, name, { ...settings, ...given });
  }

  /** @throws ResourceNotFoundException */
  delete(userPoolId: string, name: string): void {
    this.get(userPoolId, name);
    this.#documents.delete(userPoolId, name);
  }

  /** By name, from the first after `after`. */
  list(userPoolId: string, after: string, limit: number): IdentityProvider[] {
    return this.#documents.list(userPoolId, after, limit);
  }

  /**
   * Checks the `SupportedIdentityProviders` of an app client; `COGNITO` is the pool itself.
   * @throws InvalidParameterException for one that the pool does not have
   */
  checkSupported(userPoolId: string, names: readonly string[] | undefined): void {
    const unknown = names?.find((name) => name !== "COGNITO" && !this.#documents.find(userPoolId, name));
    if (unknown !== undefined) throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${userPoolId}.`);
  }

  #put(userPoolId: string, name: string, settings: IdentityProviderSettings): IdentityProvider {
    checkProviderDetails(settings.ProviderType, settings.ProviderDetails);
    for (const identifier of settings.IdpIdentifiers ?? []) {
      const owner = this.#ownerOf(userPoolId, identifier);
      if (owner && owner.name !== name) throw duplicate(userPoolId, identifier);
    }
    return this.#documents.put(userPoolId, name, settings);
  }

  #ownerOf(userPoolId: string, identifier: string): IdentityProvider | undefined {
    // A pool has at most 300 providers.
    return this.list(userPoolId, "", 300).find(({ settings }) => settings.IdpIdentifiers?.includes(identifier));
  }
}

/** An identity provider as the operations show one. */
export function describeIdentityProvider(provider: IdentityProvider): IdentityProviderType {
  const { ProviderType, ProviderDetails, AttributeMapping, IdpIdentifiers } = provider.settings;
  return {
    UserPoolId: provider.userPoolId,
    ProviderName: provider.name,
    ProviderType,
    ProviderDetails: shownDetails(ProviderType, ProviderDetails),
    AttributeMapping: completeMapping(ProviderType, AttributeMapping),
    IdpIdentifiers: IdpIdentifiers ?? [],
    CreationDate: new Date(provider.createdAt),
    LastModifiedDate: new Date(provider.modifiedAt),
  };
}

function duplicate(userPoolId: string, name: string): AwsError {
  return new AwsError("DuplicateProviderException", `${name} already exists in user pool ${userPoolId}`);
}
