import type {
  CreateConfigurationSetEventDestinationRequest,
  CreateConfigurationSetEventDestinationResponse,
} from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { noConfigurationSet } from "../configuration-sets.ts";
import type { Ses } from "../ses.ts";

/** Takes the default bus of EventBridge as the destination, and says so of any other. */
export function createConfigurationSetEventDestination(
  ses: Ses,
  { ConfigurationSetName = "", EventDestinationName = "", EventDestination = {} }: CreateConfigurationSetEventDestinationRequest,
): CreateConfigurationSetEventDestinationResponse {
  const { Enabled = false, MatchingEventTypes = [], EventBridgeDestination } = EventDestination;
  const eventBusArn = EventBridgeDestination?.EventBusArn;
  if (!ses.configurationSets.get(ConfigurationSetName))
    throw new AwsError("NotFoundException", noConfigurationSet(ConfigurationSetName));
  if (eventBusArn === undefined)
    throw new AwsError("BadRequestException", "The local AWS publishes sending events to EventBridge only");
  if (!/^arn:[\w-]+:events:[^:]+:\d{12}:event-bus\/default$/.test(eventBusArn))
    throw new AwsError("BadRequestException", "Only the default event bus can be the destination");
  const destination = { name: EventDestinationName, enabled: Enabled, eventTypes: MatchingEventTypes, eventBusArn };
  if (!ses.configurationSets.addDestination(ConfigurationSetName, destination))
    throw new AwsError("AlreadyExistsException", `An event destination with name <${EventDestinationName}> already exists.`);
  return {};
}
