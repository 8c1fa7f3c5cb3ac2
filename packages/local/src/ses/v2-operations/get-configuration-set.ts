import type { GetConfigurationSetRequest, GetConfigurationSetResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { noConfigurationSet } from "../configuration-sets.ts";
import type { Ses } from "../ses.ts";

export function getConfigurationSet(
  ses: Ses,
  { ConfigurationSetName = "" }: GetConfigurationSetRequest,
): GetConfigurationSetResponse {
  const set = ses.configurationSets.get(ConfigurationSetName);
  if (!set) throw new AwsError("NotFoundException", noConfigurationSet(ConfigurationSetName));
  return { ConfigurationSetName, SendingOptions: { SendingEnabled: set.sendingEnabled } };
}
