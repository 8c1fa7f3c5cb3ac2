import type { SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";

/** What the request leaves out stays. */
export const setQueueAttributes: SqsOperation<SetQueueAttributesRequest, void> = ({ queues }, request) => {
  const queue = queues.at(request.QueueUrl as string);
  queues.put(queue.name, { ...queue.attributes, ...request.Attributes }, queue.tags);
};
