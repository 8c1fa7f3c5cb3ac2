import { AwsError } from "../../endpoint/aws-error.ts";
import type { Decision, Principal } from "../evaluate/evaluate.ts";
import type { Asked } from "./services/asked.ts";

// Services of the Query protocol, S3, and SQS, which was one.
const shortNamed = new Set(["ses", "sqs", "iam", "sts", "s3"]);
const forbidding = new Set([...shortNamed, "sesv2", "lambda"]);

/**
 * The refusal of what no policy allows or one denies, in the words of the service.
 * @param service the endpoint prefix: `sesv2`.
 */
export function denial(service: string, principal: Principal, asked: Asked, decision: Decision): AwsError {
  const name = shortNamed.has(service) ? "AccessDenied" : "AccessDeniedException";
  return new AwsError(name, messageOf(service, principal.arn, asked, decision), { status: forbidding.has(service) ? 403 : 400 });
}

function messageOf(service: string, arn: string, { action: asked, resource }: Asked, { reason, by }: Decision): string {
  // What sends mail in SES has words of its own, which give no reason.
  if (service.startsWith("ses") && asked.startsWith("ses:Send")) {
    return `User \`${arn}' is not authorized to perform \`${asked}' on resource \`${resource}'`;
  }
  const action = service === "sqs" ? asked.toLowerCase() : asked;
  const named = service === "s3" ? `"${resource}"` : resource;
  const start = `User: ${arn} is not authorized to perform: ${action} on resource: ${named}`;
  if (reason === "explicit-deny") return `${start} with an explicit deny in ${policyWords[by?.policy ?? "identity"]}`;
  return `${start} because no ${lackingWords[reason] ?? "identity-based policy"} allows the ${action} action`;
}

const policyWords = {
  identity: "an identity-based policy",
  resource: "a resource-based policy",
  session: "a session policy",
  boundary: "a permissions boundary",
};

const lackingWords: Partial<Record<Decision["reason"], string>> = {
  "no-resource-policy": "resource-based policy",
  "no-session-policy": "session policy",
  "no-boundary": "permissions boundary",
};
