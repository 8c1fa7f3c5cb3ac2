import type { Asked, AskedBy, Surroundings } from "./asked.ts";
import { cognitoIdentity } from "./cognito-identity.ts";
import { cognitoIdp } from "./cognito-idp.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import { kms } from "./kms.ts";
import { lambda } from "./lambda.ts";
import { logs } from "./logs.ts";
import { secretsmanager } from "./secretsmanager.ts";
import { ses, sesv2 } from "./ses.ts";
import { sqs } from "./sqs.ts";
import { ssm } from "./ssm.ts";
import { states } from "./states.ts";
import { sts } from "./sts.ts";

const services: Record<string, AskedBy> = {
  "cognito-identity": cognitoIdentity,
  "cognito-idp": cognitoIdp,
  dynamodb,
  events,
  iam,
  kms,
  lambda,
  logs,
  // S3 reads its requests itself, and asks for each object as it finds out.
  s3: () => [],
  secretsmanager,
  ses,
  sesv2,
  sqs,
  ssm,
  states,
  sts,
};

/** What a call asks to be allowed; nothing where AWS asks for no permission. */
export function askedBy(service: string, operation: string, input: unknown, surroundings: Surroundings): Asked[] {
  const asked = services[service]?.(operation, input ?? {}, surroundings);
  return asked ?? [{ action: `${service === "sesv2" ? "ses" : service}:${operation}`, resource: "*" }];
}
