import type { PolicyDescriptorType, Tag } from "@aws-sdk/client-sts";
import { AwsError } from "../endpoint/aws-error.ts";
import { validation } from "../iam/errors.ts";
import { type PolicyDocument, parsePolicy } from "../iam/evaluate/policy-document.ts";
import type { Iam } from "../iam/iam.ts";
import type { Role } from "../iam/roles.ts";

/** What every way to assume a role has in its request. */
export interface SessionRequest {
  RoleArn?: string | undefined;
  RoleSessionName?: string | undefined;
  DurationSeconds?: number | undefined;
  Policy?: string | undefined;
  PolicyArns?: PolicyDescriptorType[] | undefined;
}

/** @throws ValidationError for what is no ARN of a role, no name of a session, or no time that a session may last. */
export function checkSessionRequest({
  RoleArn = "",
  RoleSessionName = "",
  DurationSeconds = 3600,
  Policy = "",
}: SessionRequest): void {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(RoleArn)) throw validation(`${RoleArn} is invalid`);
  if (!/^[\w+=,.@-]*$/.test(RoleSessionName)) {
    throw constraint("roleSessionName", RoleSessionName, "satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  if (RoleSessionName.length < 2) throw constraint("roleSessionName", RoleSessionName, "have length greater than or equal to 2");
  if (RoleSessionName.length > 64) throw constraint("roleSessionName", RoleSessionName, "have length less than or equal to 64");
  if (Policy.length > 2048) throw constraint("policy", Policy.slice(0, 100), "have length less than or equal to 2048");
  checkDuration(DurationSeconds, 43_200);
}

/** @param most in seconds */
export function checkDuration(seconds: number, most: number): void {
  if (seconds < 900) throw constraint("durationSeconds", seconds, "have value greater than or equal to 900");
  if (seconds > most) throw constraint("durationSeconds", seconds, `have value less than or equal to ${most}`);
}

/** How long a session lasts. @throws ValidationError if the role does not last so long, or a session of a session more than an hour. */
export function durationOf({ DurationSeconds }: SessionRequest, role: Role, isChained: boolean): number {
  const asked = DurationSeconds ?? Math.min(3600, role.maxSessionSeconds);
  if (isChained && asked > 3600) {
    throw validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  }
  if (asked > role.maxSessionSeconds) {
    throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return asked;
}

/**
 * What narrows the session: its inline policy and the managed ones it names, which allow together.
 * @throws MalformedPolicyDocument, or ValidationError for a managed policy that is not here.
 */
export function sessionPolicy(iam: Iam, { Policy, PolicyArns = [] }: SessionRequest): PolicyDocument | undefined {
  const managed = PolicyArns.map(({ arn = "" }) => {
    const document = iam.policies.document(arn);
    if (!document) throw validation(`Policy ARN ${arn} does not exist or is not attachable`);
    return document;
  });
  const inline = Policy === undefined ? [] : [parsePolicy(Policy, "session")];
  const all = [...inline, ...managed];
  const [first, ...others] = all;
  return (
    first && {
      ...first,
      ...(others.length > 0 && { Version: "2012-10-17" }),
      Statement: all.flatMap(({ Statement }) => Statement),
    }
  );
}

/** @throws ValidationError for more than fifty tags; InvalidParameterValue for a key that is given twice. */
export function sessionTags(tags: readonly Tag[] = []): Record<string, string> {
  if (tags.length > 50) throw constraint("tags", "[…]", "have length less than or equal to 50");
  const record = Object.fromEntries(tags.map(({ Key, Value }) => [Key as string, Value as string]));
  if (new Set(Object.keys(record).map((key) => key.toLowerCase())).size < tags.length) {
    throw new AwsError("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return record;
}

function constraint(member: string, value: string | number, rule: string): AwsError {
  return validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}
