import type { PutConfigurationSetSendingOptionsRequest, PutConfigurationSetSendingOptionsResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { noConfigurationSet } from "../configuration-sets.ts";
import type { Ses } from "../ses.ts";

export function putConfigurationSetSendingOptions(
  ses: Ses,
  { ConfigurationSetName = "", SendingEnabled = false }: PutConfigurationSetSendingOptionsRequest,
): PutConfigurationSetSendingOptionsResponse {
  if (!ses.configurationSets.get(ConfigurationSetName))
    throw new AwsError("NotFoundException", noConfigurationSet(ConfigurationSetName));
  ses.configurationSets.setSendingEnabled(ConfigurationSetName, SendingEnabled);
  return {};
}
