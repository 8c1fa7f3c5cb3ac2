import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";
import { eachEntry } from "./batch.ts";

export const deleteMessageBatch: SqsOperation<DeleteMessageBatchRequest, DeleteMessageBatchResult> = (sqs, request) => {
  const queue = sqs.queues.at(request.QueueUrl as string);
  return eachEntry(request.Entries ?? [], ({ ReceiptHandle }) => {
    sqs.messages.delete(queue, ReceiptHandle as string);
    return {};
  });
};
