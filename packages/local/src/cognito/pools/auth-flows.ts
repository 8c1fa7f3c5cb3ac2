import type { ExplicitAuthFlowsType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import type { AppClient, AppClientSettings } from "./app-clients.ts";

/** A flow that a sign-in can take, named as `AuthFlow` names it today. */
export type AllowedFlow =
  | "USER_SRP_AUTH"
  | "USER_PASSWORD_AUTH"
  | "ADMIN_USER_PASSWORD_AUTH"
  | "CUSTOM_AUTH"
  | "USER_AUTH"
  | "REFRESH_TOKEN_AUTH";

/**
 * What a client that names no flows may do.
 * @param rotates true if the client's refresh tokens rotate, which REFRESH_TOKEN_AUTH cannot do
 */
export function defaultAuthFlows(rotates: boolean): ExplicitAuthFlowsType[] {
  return [...(rotates ? [] : ["ALLOW_REFRESH_TOKEN_AUTH" as const]), "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];
}

/** @throws InvalidParameterException for flows that one client cannot allow together */
export function checkAuthFlows({ ExplicitAuthFlows = [], RefreshTokenRotation }: AppClientSettings): void {
  const prefixed = ExplicitAuthFlows.filter(isPrefixed);
  if (prefixed.length > 0 && prefixed.length < ExplicitAuthFlows.length) {
    throw invalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.");
  }
  if (RefreshTokenRotation?.Feature === "ENABLED" && ExplicitAuthFlows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw invalidParameter("ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled");
  }
}

/** True if the client allows the flow. */
export function allowsFlow({ settings }: AppClient, flow: AllowedFlow): boolean {
  if (flow === "REFRESH_TOKEN_AUTH" && settings.RefreshTokenRotation?.Feature === "ENABLED") return false;
  const flows = settings.ExplicitAuthFlows?.length ? settings.ExplicitAuthFlows : defaultAuthFlows(false);
  if (!flows.some(isPrefixed)) return allowsByLegacyName(flows, flow);
  return flows.includes(`ALLOW_${flow}`);
}

/** The names of before 2019 only add to, or narrow, what every client could do. */
function allowsByLegacyName(flows: readonly ExplicitAuthFlowsType[], flow: AllowedFlow): boolean {
  switch (flow) {
    case "USER_SRP_AUTH":
      return !flows.includes("CUSTOM_AUTH_FLOW_ONLY");
    case "USER_PASSWORD_AUTH":
      return flows.includes("USER_PASSWORD_AUTH");
    case "ADMIN_USER_PASSWORD_AUTH":
      return flows.includes("ADMIN_NO_SRP_AUTH");
    case "USER_AUTH":
      return false;
    case "CUSTOM_AUTH":
    case "REFRESH_TOKEN_AUTH":
      return true;
  }
}

function isPrefixed(flow: ExplicitAuthFlowsType): boolean {
  return flow.startsWith("ALLOW_");
}
