import type { PutAccountSendingAttributesRequest, PutAccountSendingAttributesResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";

/** Pauses the account, or lets it send again. */
export function putAccountSendingAttributes(
  ses: Ses,
  { SendingEnabled = false }: PutAccountSendingAttributesRequest,
): PutAccountSendingAttributesResponse {
  ses.account.setSendingEnabled(SendingEnabled);
  return {};
}
