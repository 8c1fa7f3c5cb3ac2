import { createHash } from "node:crypto";
import type { CustomDomainConfigType, DomainDescriptionType, RoutingType } from "@aws-sdk/client-cognito-identity-provider";
import type { Store } from "../../store/store.ts";
import { invalidParameter } from "../errors.ts";

export interface DomainSettings {
  /** Present if the domain is a name of one's own and not the prefix of one of AWS's. */
  CustomDomainConfig?: CustomDomainConfigType | undefined;
  ManagedLoginVersion?: number | undefined;
  Routing?: RoutingType | undefined;
}

export interface Domain {
  name: string;
  userPoolId: string;
  settings: DomainSettings;
}

export function defineDomainTable(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_domain (
      name TEXT PRIMARY KEY, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE, settings TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_domain_by_pool ON cognito_domain (user_pool_id);
  `);
}

/** The domains of the pools. */
export class Domains {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws InvalidParameterException for a name that is taken or not allowed, and if the pool has such a domain already. */
  create(userPoolId: string, name: string, settings: DomainSettings): void {
    checkName(name, settings);
    if (this.find(name)) throw invalidParameter("Domain already associated with another user pool.");
    const had = this.namesOf(userPoolId);
    if (settings.CustomDomainConfig ? had.CustomDomain : had.Domain) {
      throw invalidParameter("User pool already has a domain configured.");
    }
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO cognito_domain (name, user_pool_id, settings) VALUES (?, ?, ?)")
        .run(name, userPoolId, JSON.stringify(settings)),
    );
  }

  find(name: string): Domain | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_domain WHERE name = ?").get(name);
    return row && read(row);
  }

  /** @throws InvalidParameterException */
  get(userPoolId: string, name: string): Domain {
    const domain = this.find(name);
    if (domain?.userPoolId !== userPoolId) throw invalidParameter("No such domain or user pool exists.");
    return domain;
  }

  /** Sets what is given; the rest stays. */
  update(domain: Domain, changes: DomainSettings): Domain {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const settings = { ...domain.settings, ...given };
    this.#store.write(() =>
      this.#store.sql("UPDATE cognito_domain SET settings = ? WHERE name = ?").run(JSON.stringify(settings), domain.name),
    );
    return { ...domain, settings };
  }

  delete(domain: Domain): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_domain WHERE name = ?").run(domain.name));
  }

  /** The domains of a pool under the names that DescribeUserPool gives them. */
  namesOf(userPoolId: string): { Domain?: string; CustomDomain?: string } {
    const domains = this.#store.sql("SELECT * FROM cognito_domain WHERE user_pool_id = ?").all(userPoolId).map(read);
    return Object.fromEntries(
      domains.map(({ name, settings }) => [settings.CustomDomainConfig ? "CustomDomain" : "Domain", name]),
    );
  }
}

/** A domain as DescribeUserPoolDomain shows it. */
export function describeDomain({ name, userPoolId, settings }: Domain, accountId: string): DomainDescriptionType {
  return {
    Domain: name,
    UserPoolId: userPoolId,
    AWSAccountId: accountId,
    S3Bucket: "aws-cognito-prod-assets",
    CloudFrontDistribution: cloudFrontDomain(name),
    Version: "20160418",
    Status: "ACTIVE",
    CustomDomainConfig: settings.CustomDomainConfig ?? { CertificateArn: undefined },
    ManagedLoginVersion: settings.ManagedLoginVersion ?? 1,
    Routing: settings.Routing,
  };
}

/** What CreateUserPoolDomain and UpdateUserPoolDomain answer: what one's own name must point to, if it is one. */
export function domainAnswer({ name, settings }: Omit<Domain, "userPoolId">) {
  return {
    ...(settings.CustomDomainConfig && { CloudFrontDomain: cloudFrontDomain(name) }),
    ManagedLoginVersion: settings.ManagedLoginVersion ?? 1,
    Routing: settings.Routing,
  };
}

function checkName(name: string, { CustomDomainConfig }: DomainSettings): void {
  if (CustomDomainConfig) {
    if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name))
      throw invalidParameter("Custom domain is not a valid domain name.");
    return;
  }
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw invalidParameter(
      "The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$",
    );
  }
  const reserved = ["aws", "amazon", "cognito"].find((word) => name.includes(word));
  if (reserved !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
}

function cloudFrontDomain(name: string): string {
  return `d${createHash("sha256").update(name).digest("hex").slice(0, 13)}.cloudfront.net`;
}

function read(row: Record<string, unknown>): Domain {
  return { name: row.name as string, userPoolId: row.user_pool_id as string, settings: JSON.parse(row.settings as string) };
}
