import type { ListEventBusesRequest, ListEventBusesResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";

/** The token is the last name of the page before. */
export function listEventBuses(events: Events, request: ListEventBusesRequest): ListEventBusesResponse {
  const { NamePrefix = "", NextToken = "", Limit } = request;
  const found = events.buses().filter(({ name }) => name.startsWith(NamePrefix) && name > NextToken);
  const page = found.slice(0, Limit);
  return {
    EventBuses: page.map(({ name, description, createdAt }) => ({
      Name: name,
      Arn: events.busArn(name),
      Description: description,
      CreationTime: new Date(createdAt),
      LastModifiedTime: new Date(createdAt),
    })),
    ...(found.length > page.length && { NextToken: page.at(-1)?.name }),
  };
}
