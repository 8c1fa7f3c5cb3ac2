import type { GetAccountRequest, GetAccountResponse } from "@aws-sdk/client-sesv2";
import { sendQuota } from "../send-quota.ts";
import type { Ses } from "../ses.ts";

export function getAccount(ses: Ses, _request: GetAccountRequest): GetAccountResponse {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: !ses.account.inSandbox,
    SendingEnabled: ses.account.isSendingEnabled,
    SendQuota: sendQuota(ses),
  };
}
