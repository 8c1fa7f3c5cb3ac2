import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Call } from "../../endpoint/service.ts";
import { busName } from "../bus-name.ts";
import type { Events } from "../events.ts";

const maxEntries = 10;
const maxTotalBytes = 256 * 1024;

/** Records the good entries; each bad one fails alone, in its place. */
export function putEvents(events: Events, { Entries = [] }: PutEventsRequest, call: Call): PutEventsResponse {
  checkCount(Entries.length);
  if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > maxTotalBytes)
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
  const results = Entries.map((entry) => put(events, entry, call));
  return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
}

function checkCount(count: number): void {
  if (count >= 1 && count <= maxEntries) return;
  const bound = count === 0 ? "greater than or equal to 1" : `less than or equal to ${maxEntries}`;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

/**
 * The size that EventBridge bills and bounds: 14 bytes for a given time, the rest as UTF-8.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: PutEventsRequestEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), Time ? 14 : 0);
}

function put(events: Events, entry: PutEventsRequestEntry, call: Call): PutEventsResultEntry {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (!entry[name]) return failed("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  const { Source = "", DetailType = "", Detail = "", Resources = [], Time } = entry;
  if (Source.startsWith("aws.")) return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  const detail = parseObject(Detail);
  if (!detail) return failed("MalformedDetail", "Detail is malformed.");
  const sub = call.caller.sub ?? (typeof detail.sub === "string" ? detail.sub : undefined);
  const { invocationId } = call.caller;
  const EventId = events.put({
    // EventBridge takes an event for a bus that does not exist, too.
    bus: busName(entry.EventBusName),
    source: Source,
    detailType: DetailType,
    detail,
    resources: Resources,
    time: Time?.getTime(),
    ...(sub !== undefined && { sub }),
    ...(invocationId !== undefined && { invocationId }),
  });
  return { EventId };
}

function failed(ErrorCode: string, ErrorMessage: string): PutEventsResultEntry {
  return { ErrorCode, ErrorMessage };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
