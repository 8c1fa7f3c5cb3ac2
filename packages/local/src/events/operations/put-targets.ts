import type { PutTargetsRequest, PutTargetsResponse, Target } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkTargetArn } from "../deliver-to-target.ts";
import type { Events } from "../events.ts";
import type { RuleTarget } from "../rules/rules.ts";
import { isInputPath } from "../rules/target-input.ts";
import { ruleOf } from "./rule-of.ts";

/** EventBridge's bound on the targets of one rule. */
const maxTargets = 5;

/** Adds targets to a rule, or replaces those of the same id. */
export function putTargets(events: Events, { Rule, EventBusName, Targets = [] }: PutTargetsRequest): PutTargetsResponse {
  const rule = ruleOf(events, Rule, EventBusName);
  const targets = Targets as RuleTarget[];
  for (const target of targets) checkTarget(target);
  const ids = new Set([...events.rules.targetsOf(rule), ...targets].map(({ Id }) => Id));
  if (ids.size > maxTargets)
    throw new AwsError("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
  for (const target of targets) events.rules.putTarget(rule, target);
  return { FailedEntryCount: 0, FailedEntries: [] };
}

function checkTarget(target: RuleTarget): void {
  const { Id, Arn, Input, InputPath, InputTransformer, DeadLetterConfig, SqsParameters } = target;
  checkTargetArn(Arn);
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalid(`JSON syntax error in input for target ${Id}.`);
  for (const path of pathsOf(target)) if (!isInputPath(path)) throw invalid(`Invalid InputPath for target ${Id}: ${path}`);
  if (Arn.endsWith(".fifo") && SqsParameters?.MessageGroupId === undefined)
    throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if (DeadLetterConfig?.Arn !== undefined && !DeadLetterConfig.Arn.startsWith("arn:aws:sqs:"))
    throw invalid(`Parameter ${DeadLetterConfig.Arn} is not valid. Reason: a dead-letter queue must be an SQS queue.`);
}

function pathsOf({ InputPath, InputTransformer }: Target): string[] {
  return [...(InputPath === undefined ? [] : [InputPath]), ...Object.values(InputTransformer?.InputPathsMap ?? {})];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
