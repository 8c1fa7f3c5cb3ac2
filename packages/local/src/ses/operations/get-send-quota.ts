import type { GetSendQuotaResponse } from "@aws-sdk/client-ses";
import { sendQuota } from "../send-quota.ts";
import type { Ses } from "../ses.ts";

export function getSendQuota(ses: Ses): GetSendQuotaResponse {
  return sendQuota(ses);
}
