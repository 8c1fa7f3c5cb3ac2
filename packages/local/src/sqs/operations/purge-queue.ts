import type { PurgeQueueRequest } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";

export const purgeQueue: SqsOperation<PurgeQueueRequest, void> = ({ queues, messages }, request) => {
  messages.clear(queues.at(request.QueueUrl as string));
};
