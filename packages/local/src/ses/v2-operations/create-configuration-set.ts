import type { CreateConfigurationSetRequest, CreateConfigurationSetResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Ses } from "../ses.ts";

/** Keeps the name and whether it may send; the other options have no effect on mails that never leave the machine. */
export function createConfigurationSet(
  ses: Ses,
  { ConfigurationSetName = "", SendingOptions }: CreateConfigurationSetRequest,
): CreateConfigurationSetResponse {
  if (!/^[\w-]{1,64}$/.test(ConfigurationSetName))
    throw new AwsError("BadRequestException", `Invalid configuration set name <${ConfigurationSetName}>.`);
  if (!ses.configurationSets.create(ConfigurationSetName, SendingOptions?.SendingEnabled ?? true))
    throw new AwsError("AlreadyExistsException", `Configuration set <${ConfigurationSetName}> already exists.`);
  return {};
}
