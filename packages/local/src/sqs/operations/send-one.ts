import { createHash } from "node:crypto";
import type { SendMessageBatchRequestEntry, SendMessageRequest, SendMessageResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../endpoint/aws-error.ts";
import { md5, md5OfAttributes } from "../md5.ts";
import { attributeOf, isFifo, type Queue } from "../queues.ts";
import type { Sqs } from "../sqs.ts";

/** @throws InvalidParameterValue, MissingParameter, InvalidMessageContents */
export function sendOne(
  { messages }: Sqs,
  queue: Queue,
  request: Omit<SendMessageRequest, "QueueUrl"> | SendMessageBatchRequestEntry,
): SendMessageResult {
  const {
    MessageBody: body = "",
    MessageAttributes: attributes = {},
    MessageGroupId: groupId,
    DelaySeconds: delaySeconds,
  } = request;
  checkBody(queue, body);
  if (delaySeconds !== undefined && (delaySeconds < 0 || delaySeconds > 900 || isFifo(queue))) {
    throw new AwsError("InvalidParameterValue", `Value ${delaySeconds} for parameter DelaySeconds is invalid.`);
  }
  const deduplicationId = isFifo(queue) ? deduplicationIdOf(queue, request, body) : undefined;
  const { messageId, sequence } = messages.send(queue, { body, attributes, groupId, deduplicationId, delaySeconds });
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(body),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    ...(isFifo(queue) && { SequenceNumber: String(sequence).padStart(20, "0") }),
  };
}

function checkBody(queue: Queue, body: string): void {
  if (body === "") throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  const limit = Number(attributeOf(queue, "MaximumMessageSize"));
  if (Buffer.byteLength(body) > limit) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
}

function deduplicationIdOf(
  queue: Queue,
  request: Pick<SendMessageRequest, "MessageGroupId" | "MessageDeduplicationId">,
  body: string,
): string {
  if (!request.MessageGroupId) throw new AwsError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  if (request.MessageDeduplicationId) return request.MessageDeduplicationId;
  if (attributeOf(queue, "ContentBasedDeduplication") === "true") return createHash("sha256").update(body).digest("hex");
  throw new AwsError(
    "InvalidParameterValue",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
