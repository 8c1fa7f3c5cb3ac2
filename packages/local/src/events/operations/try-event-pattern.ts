import type { TestEventPatternRequest, TestEventPatternResponse } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Events } from "../events.ts";
import { matches, parsePattern } from "../rules/event-pattern.ts";

const required = ["id", "account", "source", "time", "region", "resources", "detail-type"];

/** TestEventPattern; files that begin with test- are fixtures. */
export function testEventPattern(
  _: Events,
  { EventPattern = "", Event = "" }: TestEventPatternRequest,
): TestEventPatternResponse {
  const event = parsed(Event);
  const missing = required.find((name) => !Object.hasOwn(event, name));
  if (missing !== undefined) throw invalid(`'${missing}' must not be null`);
  return { Result: matches(parsePattern(EventPattern), event) };
}

function parsed(text: string): object {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event === "object" && event !== null) return event;
  } catch {
    // It is answered like any other text that is no event.
  }
  throw invalid("Event is not a JSON object");
}

function invalid(reason: string): AwsError {
  return new AwsError("ValidationException", `Parameter Event is not valid. Reason: ${reason}`);
}
