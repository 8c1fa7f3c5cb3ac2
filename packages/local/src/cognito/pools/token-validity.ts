import type { TimeUnitsType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import type { AppClient, AppClientSettings } from "./app-clients.ts";

export type TokenKind = "IdToken" | "AccessToken" | "RefreshToken";

const unitMs: Record<TimeUnitsType, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const rules: Record<TokenKind, { unit: TimeUnitsType; defaultMs: number; leastMs: number; mostMs: number }> = {
  IdToken: { unit: "hours", defaultMs: unitMs.hours, leastMs: 5 * unitMs.minutes, mostMs: unitMs.days },
  AccessToken: { unit: "hours", defaultMs: unitMs.hours, leastMs: 5 * unitMs.minutes, mostMs: unitMs.days },
  RefreshToken: { unit: "days", defaultMs: 30 * unitMs.days, leastMs: unitMs.hours, mostMs: 3_650 * unitMs.days },
};

/** How long a token of the client is valid. */
export function tokenLifeMs({ settings }: Pick<AppClient, "settings">, token: TokenKind): number {
  // Zero means the default too.
  const amount = settings[`${token}Validity`];
  return amount ? amount * unitMs[settings.TokenValidityUnits?.[token] ?? rules[token].unit] : rules[token].defaultMs;
}

/** True if the client's tokens can be revoked one sign-in at a time; Cognito's default. */
export function isRevocable({ settings }: AppClient): boolean {
  return settings.EnableTokenRevocation ?? true;
}

/** @throws InvalidParameterException for a token that would live too long, too short, or longer than its refresh token */
export function checkTokenValidity(settings: AppClientSettings): void {
  const lifeMs = (token: TokenKind) => tokenLifeMs({ settings }, token);
  for (const token of ["IdToken", "AccessToken", "RefreshToken"] as const) {
    const { leastMs, mostMs } = rules[token];
    if (lifeMs(token) < leastMs || lifeMs(token) > mostMs || lifeMs(token) > lifeMs("RefreshToken")) {
      throw invalidParameter("Invalid range for token validity.");
    }
  }
}
