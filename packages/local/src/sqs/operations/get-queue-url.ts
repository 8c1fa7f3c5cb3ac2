import type { GetQueueUrlRequest, GetQueueUrlResult } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";
import { urlOf } from "./queue-url.ts";

export const getQueueUrl: SqsOperation<GetQueueUrlRequest, GetQueueUrlResult> = (sqs, request) => ({
  QueueUrl: urlOf(sqs, sqs.queues.get(request.QueueName as string).name),
});
