import type { SendMessageRequest, SendMessageResult } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";
import { sendOne } from "./send-one.ts";

export const sendMessage: SqsOperation<SendMessageRequest, SendMessageResult> = (sqs, request) =>
  sendOne(sqs, sqs.queues.at(request.QueueUrl as string), request);
