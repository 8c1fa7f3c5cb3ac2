import type { DeleteQueueRequest } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";

export const deleteQueue: SqsOperation<DeleteQueueRequest, void> = ({ queues }, request) => {
  queues.delete(queues.at(request.QueueUrl as string).name);
};
