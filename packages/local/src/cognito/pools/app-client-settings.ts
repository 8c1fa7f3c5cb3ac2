import type { Cognito } from "../cognito.ts";
import { checkAnalyticsConfiguration } from "./analytics-configuration.ts";
import type { AppClientSettings } from "./app-clients.ts";
import { checkAuthFlows, defaultAuthFlows } from "./auth-flows.ts";
import { checkClientPermissions } from "./client-permissions.ts";
import { checkOAuthSettings } from "./oauth-settings.ts";
import { checkClientFeatures } from "./pool-rules.ts";
import { checkTokenValidity } from "./token-validity.ts";
import type { UserPool } from "./user-pools.ts";

/** What it depends on whether an app client may have its settings. */
export interface SettingsContext {
  cognito: Cognito;
  pool: UserPool;
  hasSecret: boolean;
  doing: "creating" | "updating";
}

/**
 * Checks what an administrator sets of an app client, and fills in what is stored of it even if it is not given.
 * @throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException, FeatureUnavailableInTierException
 */
export function readAppClientSettings(given: AppClientSettings, context: SettingsContext): AppClientSettings {
  const { cognito, pool, hasSecret, doing } = context;
  checkAuthFlows(given);
  checkClientFeatures(pool, given);
  checkTokenValidity(given);
  checkClientPermissions(pool.schema, given, doing);
  cognito.identityProviders.checkSupported(pool.id, given.SupportedIdentityProviders);
  checkOAuthSettings(given, hasSecret, (scope) => cognito.resourceServers.hasScope(pool.id, scope));
  checkAnalyticsConfiguration(given.AnalyticsConfiguration);
  const rotates = given.RefreshTokenRotation?.Feature === "ENABLED";
  return {
    ...given,
    // An empty list is no list: the client may read or write what it could by default.
    ReadAttributes: given.ReadAttributes?.length ? given.ReadAttributes : undefined,
    WriteAttributes: given.WriteAttributes?.length ? given.WriteAttributes : undefined,
    ExplicitAuthFlows: given.ExplicitAuthFlows?.length ? given.ExplicitAuthFlows : defaultAuthFlows(rotates),
  };
}
