import type { RiskConfigurationType, SetRiskConfigurationRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { definePoolDocuments, type PoolDocument, PoolDocuments } from "./pool-documents.ts";
import type { UserPool } from "./user-pools.ts";

export type RiskSettings = Omit<SetRiskConfigurationRequest, "UserPoolId" | "ClientId">;

const table = "cognito_risk_configuration";
const allClients = "ALL";

export function defineRiskConfigurationTable(store: Store): void {
  definePoolDocuments(store, table);
}

/** What threat protection would do, as configuration: no sign-in is judged here. */
export class RiskConfigurations {
  readonly #documents: PoolDocuments<RiskSettings>;

  constructor(store: Store, clock: Clock) {
    this.#documents = new PoolDocuments(store, clock, table);
  }

  /** Replaces the configuration of a client, or that of the pool. @throws UserPoolAddOnNotEnabledException */
  set(pool: UserPool, clientId: string | undefined, settings: RiskSettings): RiskConfigurationType {
    checkAddOn(pool);
    return describe(pool, clientId, this.#documents.put(pool.id, clientId ?? allClients, settings, clientId));
  }

  /** The configuration of a client, or the pool's where it has none of its own. @throws UserPoolAddOnNotEnabledException */
  of(pool: UserPool, clientId: string | undefined): RiskConfigurationType {
    checkAddOn(pool);
    const own = clientId === undefined ? undefined : this.#documents.find(pool.id, clientId);
    return describe(pool, clientId, own ?? this.#documents.find(pool.id, allClients));
  }
}

function checkAddOn({ id, settings }: UserPool): void {
  if ((settings.UserPoolAddOns?.AdvancedSecurityMode ?? "OFF") === "OFF") {
    throw new AwsError("UserPoolAddOnNotEnabledException", `Threat protection is not enabled for user pool ${id}.`);
  }
}

function describe(
  pool: UserPool,
  clientId: string | undefined,
  configuration: PoolDocument<RiskSettings> | undefined,
): RiskConfigurationType {
  return {
    UserPoolId: pool.id,
    ClientId: clientId,
    ...configuration?.settings,
    ...(configuration && { LastModifiedDate: new Date(configuration.modifiedAt) }),
  };
}
