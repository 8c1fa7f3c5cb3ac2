import { createEventBus } from "./create-event-bus.ts";
import { describeEventBus } from "./describe-event-bus.ts";
import { listEventBuses } from "./list-event-buses.ts";
import { putEvents } from "./put-events.ts";

/** Wire name to operation. */
export const operations = {
  CreateEventBus: createEventBus,
  DescribeEventBus: describeEventBus,
  ListEventBuses: listEventBuses,
  PutEvents: putEvents,
};
