import type { DescribeEventBusRequest, DescribeEventBusResponse } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import { busName } from "../bus-name.ts";
import type { Events } from "../events.ts";

export function describeEventBus(events: Events, { Name }: DescribeEventBusRequest): DescribeEventBusResponse {
  const name = busName(Name);
  const bus = events.bus(name);
  if (!bus) throw new AwsError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
  return {
    Name: bus.name,
    Arn: events.busArn(bus.name),
    Description: bus.description,
    CreationTime: new Date(bus.createdAt),
    LastModifiedTime: new Date(bus.createdAt),
  };
}
