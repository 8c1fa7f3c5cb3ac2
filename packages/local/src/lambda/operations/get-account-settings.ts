import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

/** Lambda's default quotas; only the reserved concurrency of a function is enforced here. */
const limits = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  ConcurrentExecutions: 1_000,
};

export function getAccountSettings(functions: Functions, _request: GetAccountSettingsRequest): GetAccountSettingsResponse {
  const all = functions.versions.list(false);
  const reserved = all.map(({ functionName }) => functions.settings.reservedConcurrency(functionName) ?? 0);
  return {
    AccountLimit: {
      ...limits,
      UnreservedConcurrentExecutions: limits.ConcurrentExecutions - reserved.reduce((sum, each) => sum + each, 0),
    },
    AccountUsage: {
      TotalCodeSize: functions.versions.list(true).reduce((sum, { codeSizeBytes }) => sum + codeSizeBytes, 0),
      FunctionCount: all.length,
    },
  };
}
