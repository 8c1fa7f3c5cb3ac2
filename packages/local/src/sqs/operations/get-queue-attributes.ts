import type { GetQueueAttributesRequest, GetQueueAttributesResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../endpoint/aws-error.ts";
import { attributesOf } from "../queues.ts";
import type { SqsOperation } from "../sqs.ts";

export const getQueueAttributes: SqsOperation<GetQueueAttributesRequest, GetQueueAttributesResult> = (sqs, request) => {
  const queue = sqs.queues.at(request.QueueUrl as string);
  const { waiting, workedOn, delayed } = sqs.messages.counts(queue);
  const all: Record<string, string> = {
    ...attributesOf(queue),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: String(workedOn),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
  };
  const asked: readonly string[] = request.AttributeNames ?? [];
  if (asked.includes("All")) return { Attributes: all };
  const unknown = asked.find((name) => !Object.hasOwn(all, name));
  if (unknown) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown.slice(0, 100)}.`);
  return { Attributes: Object.fromEntries(asked.map((name) => [name, all[name] as string])) };
};
