import type { DeleteMessageRequest } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";

/** A receipt that is not the last one deletes nothing, and is no error. */
export const deleteMessage: SqsOperation<DeleteMessageRequest, void> = ({ queues, messages }, request) => {
  messages.delete(queues.at(request.QueueUrl as string), request.ReceiptHandle as string);
};
