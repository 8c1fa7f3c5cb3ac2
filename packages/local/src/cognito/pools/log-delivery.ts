import type { LogConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import { definePoolDocuments, PoolDocuments } from "./pool-documents.ts";
import { unavailableInTier } from "./pool-rules.ts";
import { tierOf, type UserPool } from "./user-pools.ts";

const table = "cognito_log_delivery";
/** A pool has one document. */
const only = "logs";

export function defineLogDeliveryTable(store: Store): void {
  definePoolDocuments(store, table);
}

/** Where the pools' logs would go, as configuration: none is delivered. */
export class LogDelivery {
  readonly #documents: PoolDocuments<LogConfigurationType[]>;

  constructor(store: Store, clock: Clock) {
    this.#documents = new PoolDocuments(store, clock, table);
  }

  of(pool: UserPool): LogConfigurationType[] {
    return this.#documents.find(pool.id, only)?.settings ?? [];
  }

  /** @throws InvalidParameterException, FeatureUnavailableInTierException */
  set(pool: UserPool, configurations: LogConfigurationType[]): void {
    for (const configuration of configurations) check(pool, configuration);
    const sources = new Set(configurations.map(({ EventSource }) => EventSource));
    if (sources.size < configurations.length) throw invalidParameter("Each EventSource can be configured once.");
    this.#documents.put(pool.id, only, configurations);
  }
}

function check({ settings }: UserPool, configuration: LogConfigurationType): void {
  const { EventSource, LogLevel, CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration } = configuration;
  const level = EventSource === "userNotification" ? "ERROR" : "INFO";
  if (LogLevel !== level) throw invalidParameter(`LogLevel of ${EventSource} must be ${level}.`);
  const destinations = [CloudWatchLogsConfiguration, FirehoseConfiguration, S3Configuration].filter(Boolean);
  if (destinations.length !== 1) throw invalidParameter(`${EventSource} needs exactly one destination.`);
  const tier = tierOf(settings);
  if (EventSource === "userAuthEvents" && tier !== "PLUS") throw unavailableInTier(tier, ["Threat Protection"]);
}
