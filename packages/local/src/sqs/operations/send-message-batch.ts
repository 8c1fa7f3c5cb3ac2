import type { SendMessageBatchRequest, SendMessageBatchResult, SendMessageBatchResultEntry } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";
import { eachEntry } from "./batch.ts";
import { sendOne } from "./send-one.ts";

export const sendMessageBatch: SqsOperation<SendMessageBatchRequest, SendMessageBatchResult> = (sqs, request) => {
  const queue = sqs.queues.at(request.QueueUrl as string);
  const { Successful, Failed } = eachEntry(request.Entries ?? [], (entry) => sendOne(sqs, queue, entry));
  return { Successful: Successful as SendMessageBatchResultEntry[], Failed };
};
