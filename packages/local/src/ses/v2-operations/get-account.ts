import type { GetAccountRequest, GetAccountResponse } from "@aws-sdk/client-sesv2";
import { sendQuota } from "../send-quota.ts";
import type { Ses } from "../ses.ts";

/** An account that is out of the sandbox. */
export function getAccount(ses: Ses, _request: GetAccountRequest): GetAccountResponse {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: sendQuota(ses),
  };
}
