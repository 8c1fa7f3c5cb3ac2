import type { PutRuleRequest, PutRuleResponse } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Events } from "../events.ts";
import { parsePattern } from "../rules/event-pattern.ts";
import { parseSchedule } from "../rules/schedule.ts";
import { busOf } from "./rule-of.ts";

/** Makes a rule or changes it; its targets stay. */
export function putRule(events: Events, request: PutRuleRequest): PutRuleResponse {
  const { Name = "", EventPattern: pattern, ScheduleExpression: schedule, State = "ENABLED", Description, RoleArn } = request;
  const bus = busOf(events, request.EventBusName);
  if (!/^[.\w-]{1,64}$/.test(Name))
    throw invalid(`Parameter Name is not valid. Reason: Must match regular expression [\\.\\-_A-Za-z0-9]+`);
  if (pattern === undefined && schedule === undefined)
    throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (pattern !== undefined) parsePattern(pattern);
  if (schedule !== undefined && bus !== "default")
    throw invalid("ScheduleExpression is supported only on the default event bus.");
  if (schedule !== undefined && !parseSchedule(schedule, 0)) throw invalid("Parameter ScheduleExpression is not valid.");
  events.rules.put({
    bus,
    name: Name,
    pattern,
    schedule,
    enabled: State !== "DISABLED",
    description: Description,
    roleArn: RoleArn,
  });
  const rule = events.rules.find(bus, Name);
  if (rule) events.schedules.set(rule);
  return { RuleArn: events.rules.arnOf(bus, Name) };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
