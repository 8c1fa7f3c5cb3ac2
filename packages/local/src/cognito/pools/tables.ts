import type { Store } from "../../store/store.ts";
import { defineDomainTable } from "./domains.ts";
import { defineIdentityProviderTable } from "./identity-providers.ts";
import { defineLogDeliveryTable } from "./log-delivery.ts";
import { defineResourceServerTable } from "./resource-servers.ts";
import { defineRiskConfigurationTable } from "./risk-configurations.ts";
import { defineSigningCertificateTable } from "./signing-certificates.ts";

/** The tables of what a pool has beside its own settings. */
export function definePoolTables(store: Store): void {
  defineDomainTable(store);
  defineIdentityProviderTable(store);
  defineLogDeliveryTable(store);
  defineResourceServerTable(store);
  defineRiskConfigurationTable(store);
  defineSigningCertificateTable(store);
}
