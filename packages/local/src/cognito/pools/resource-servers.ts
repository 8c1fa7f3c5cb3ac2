import type { ResourceServerScopeType, ResourceServerType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import { definePoolDocuments, type PoolDocument, PoolDocuments } from "./pool-documents.ts";

export interface ResourceServerSettings {
  Name: string | undefined;
  Scopes: ResourceServerScopeType[] | undefined;
}

export type ResourceServer = PoolDocument<ResourceServerSettings>;

const table = "cognito_resource_server";

export function defineResourceServerTable(store: Store): void {
  definePoolDocuments(store, table);
}

/** The APIs whose scopes a pool's clients may ask for, by identifier. */
export class ResourceServers {
  readonly #documents: PoolDocuments<ResourceServerSettings>;

  constructor(store: Store, clock: Clock) {
    this.#documents = new PoolDocuments(store, clock, table);
  }

  /** @throws InvalidParameterException */
  create(userPoolId: string, identifier: string, settings: ResourceServerSettings): ResourceServer {
    if (this.#documents.find(userPoolId, identifier)) {
      throw invalidParameter(`${identifier} already exists in user pool ${userPoolId}.`);
    }
    return this.#put(userPoolId, identifier, settings);
  }

  /** @throws ResourceNotFoundException */
  get(userPoolId: string, identifier: string): ResourceServer {
    const server = this.#documents.find(userPoolId, identifier);
    if (!server) throw resourceNotFound(`Resource server ${identifier} does not exist.`);
    return server;
  }

  /** @throws ResourceNotFoundException, InvalidParameterException */
  replace(userPoolId: string, identifier: string, settings: ResourceServerSettings): ResourceServer {
    this.get(userPoolId, identifier);
    return this.#put(userPoolId, identifier, settings);
  }

  /** @throws ResourceNotFoundException */
  delete(userPoolId: string, identifier: string): void {
    this.get(userPoolId, identifier);
    this.#documents.delete(userPoolId, identifier);
  }

  /** By identifier, from the first after `after`. */
  list(userPoolId: string, after: string, limit: number): ResourceServer[] {
    return this.#documents.list(userPoolId, after, limit);
  }

  /** True for `<identifier>/<scope name>` of a resource server of the pool. */
  hasScope(userPoolId: string, scope: string): boolean {
    // A scope's name has no slash; an identifier such as `https://api.example.com` may.
    const end = scope.lastIndexOf("/");
    const server = end > 0 ? this.#documents.find(userPoolId, scope.slice(0, end)) : undefined;
    return server?.settings.Scopes?.some(({ ScopeName }) => ScopeName === scope.slice(end + 1)) ?? false;
  }

  #put(userPoolId: string, identifier: string, settings: ResourceServerSettings): ResourceServer {
    const names = settings.Scopes?.map(({ ScopeName }) => ScopeName) ?? [];
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw invalidParameter(`Scope ${twice} is given more than once.`);
    return this.#documents.put(userPoolId, identifier, settings);
  }
}

/** A resource server as the operations show one. */
export function describeResourceServer({ userPoolId, name, settings }: ResourceServer): ResourceServerType {
  return { UserPoolId: userPoolId, Identifier: name, Name: settings.Name, Scopes: settings.Scopes ?? [] };
}
