import { randomInt } from "node:crypto";
import type { CreateUserPoolClientRequest, TimeUnitsType, UserPoolClientType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";

/** What CreateUserPoolClient sets, in AWS's casing; `ClientSecret` is present if the client has one. */
export type AppClientSettings = Omit<CreateUserPoolClientRequest, "UserPoolId" | "GenerateSecret">;

export interface AppClient {
  /** 26 lower-case letters and digits. */
  id: string;
  userPoolId: string;
  settings: AppClientSettings;
  createdAt: number;
  modifiedAt: number;
}

const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The app clients, kept parsed in memory after their first use. */
export class AppClients {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #parsed = new Map<string, AppClient>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  create(userPoolId: string, settings: AppClientSettings): AppClient {
    const id = randomText(26);
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO cognito_app_client (id, user_pool_id, settings, created_at, modified_at) VALUES (?, ?, ?, ?, ?)")
        .run(id, userPoolId, JSON.stringify(settings), now, now),
    );
    return this.get(id);
  }

  /** @throws ResourceNotFoundException */
  get(id: string): AppClient {
    const known = this.#parsed.get(id);
    if (known) return known;
    const row = this.#store.sql("SELECT * FROM cognito_app_client WHERE id = ?").get(id);
    if (!row) throw resourceNotFound(`User pool client ${id} does not exist.`);
    const client: AppClient = {
      id,
      userPoolId: row.user_pool_id as string,
      settings: JSON.parse(row.settings as string),
      createdAt: row.created_at as number,
      modifiedAt: row.modified_at as number,
    };
    this.#parsed.set(id, client);
    return client;
  }

  /** Drops what is remembered of a deleted pool's clients. */
  forget(userPoolId: string): void {
    for (const client of this.#parsed.values()) if (client.userPoolId === userPoolId) this.#parsed.delete(client.id);
  }
}

/** A client secret of the length that Cognito's have. */
export function createClientSecret(): string {
  return randomText(51);
}

/** True if the client allows the flow, named without `ALLOW_`; clients of before 2019 name it bare. */
export function allowsFlow(client: AppClient, flow: string): boolean {
  const flows: readonly string[] = client.settings.ExplicitAuthFlows ?? [];
  return flows.includes(`ALLOW_${flow}`) || flows.includes(flow);
}

/** True if the client wants an unknown user to look like any other. */
export function hidesUserExistence(client: AppClient): boolean {
  return client.settings.PreventUserExistenceErrors === "ENABLED";
}

/** How long a token of the client is valid. */
export function tokenLifeMs(client: AppClient, token: "IdToken" | "AccessToken" | "RefreshToken"): number {
  const { settings } = client;
  const unit = settings.TokenValidityUnits?.[token] ?? (token === "RefreshToken" ? "days" : "hours");
  // Zero and absent both mean the default: one hour, thirty days for a refresh token.
  const amount = settings[`${token}Validity`];
  return amount ? amount * unitMs[unit] : token === "RefreshToken" ? 30 * unitMs.days : unitMs.hours;
}

const unitMs: Record<TimeUnitsType, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** The client as DescribeUserPoolClient shows it. */
export function describeAppClient(client: AppClient): UserPoolClientType {
  return {
    ...client.settings,
    UserPoolId: client.userPoolId,
    ClientId: client.id,
    RefreshTokenValidity: client.settings.RefreshTokenValidity ?? 30,
    EnableTokenRevocation: client.settings.EnableTokenRevocation ?? true,
    AuthSessionValidity: client.settings.AuthSessionValidity ?? 3,
    AllowedOAuthFlowsUserPoolClient: client.settings.AllowedOAuthFlowsUserPoolClient ?? false,
    EnablePropagateAdditionalUserContextData: client.settings.EnablePropagateAdditionalUserContextData ?? false,
    CreationDate: new Date(client.createdAt),
    LastModifiedDate: new Date(client.modifiedAt),
  };
}

function randomText(length: number): string {
  return Array.from({ length }, () => lowerAlphanumeric[randomInt(lowerAlphanumeric.length)]).join("");
}
