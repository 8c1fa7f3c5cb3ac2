import { AwsError } from "../endpoint/aws-error.ts";
import type { DeliverToTarget } from "./rules/deliveries.ts";

/** What a target of a rule can be, by the service in its ARN. */
interface Receivers {
  /** Invokes a function asynchronously, on behalf of a rule. */
  invoke(functionArn: string, payload: string, ruleArn: string, sub: string | undefined): void;
  send(queueArn: string, body: string, groupId: string | undefined): void;
  /** The error that a fault has for the call; undefined if none. */
  faultOf(service: string, operation: string): AwsError | undefined;
}

/** Hands events to functions and queues. */
export function deliverToTarget({ invoke, send, faultOf }: Receivers): DeliverToTarget {
  return ({ target, payload, ruleArn, sub }) => {
    const service = serviceOf(target.Arn);
    const fault = faultOf(service, service === "lambda" ? "Invoke" : "SendMessage");
    if (fault) throw fault;
    if (service === "lambda") invoke(target.Arn, payload, ruleArn, sub);
    else send(target.Arn, payload, target.SqsParameters?.MessageGroupId);
  };
}

/** @throws {AwsError} ValidationException for what nothing can be sent to here */
export function checkTargetArn(arn: string): void {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))
    throw new AwsError("ValidationException", `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (["lambda", "sqs"].includes(serviceOf(arn))) return;
  throw new AwsError(
    "ValidationException",
    `Parameter ${arn} is not valid. Reason: the local AWS sends events to functions and queues only.`,
  );
}

/** `sqs` of `arn:aws:sqs:us-east-1:000000000000:failed`. */
function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}
