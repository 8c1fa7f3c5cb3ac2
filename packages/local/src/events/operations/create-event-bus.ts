import type { CreateEventBusRequest, CreateEventBusResponse } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Events } from "../events.ts";

export function createEventBus(events: Events, { Name = "", Description }: CreateEventBusRequest): CreateEventBusResponse {
  if (!events.createBus(Name, Description))
    throw new AwsError("ResourceAlreadyExistsException", `Event bus ${Name} already exists.`);
  return { EventBusArn: events.busArn(Name), ...(Description !== undefined && { Description }) };
}
