import type { DeleteConfigurationSetRequest, DeleteConfigurationSetResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { noConfigurationSet } from "../configuration-sets.ts";
import type { Ses } from "../ses.ts";

export function deleteConfigurationSet(
  ses: Ses,
  { ConfigurationSetName = "" }: DeleteConfigurationSetRequest,
): DeleteConfigurationSetResponse {
  if (!ses.configurationSets.delete(ConfigurationSetName))
    throw new AwsError("NotFoundException", noConfigurationSet(ConfigurationSetName));
  return {};
}
