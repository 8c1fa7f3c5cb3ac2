import type { Message as ReceivedMessage, ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../endpoint/aws-error.ts";
import { md5, md5OfAttributes } from "../md5.ts";
import type { Message } from "../messages.ts";
import { attributeOf } from "../queues.ts";
import type { SqsOperation } from "../sqs.ts";

type Operation = SqsOperation<ReceiveMessageRequest, ReceiveMessageResult>;

/** Waits, if asked to, until there is something. */
export const receiveMessage: Operation = async ({ queues, messages, accountId }, request, call) => {
  const queue = queues.at(request.QueueUrl as string);
  const { MaxNumberOfMessages: count = 1, WaitTimeSeconds = Number(attributeOf(queue, "ReceiveMessageWaitTimeSeconds")) } =
    request;
  checkRange("MaxNumberOfMessages", count, 1, 10);
  checkRange("WaitTimeSeconds", WaitTimeSeconds, 0, 20);
  const visibilitySeconds = request.VisibilityTimeout ?? Number(attributeOf(queue, "VisibilityTimeout"));
  const until = performance.now() + WaitTimeSeconds * 1_000;
  let received = messages.receive(queue, count, visibilitySeconds);
  for (
    let left = WaitTimeSeconds * 1_000;
    received.length === 0 && left > 0 && !call.signal.aborted;
    left = until - performance.now()
  ) {
    await messages.arrival(left, call.signal);
    if (!call.signal.aborted) received = messages.receive(queues.get(queue.name), count, visibilitySeconds);
  }
  const system: readonly string[] = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
  const described = received.map((message) => describe(message, accountId, system, request.MessageAttributeNames ?? []));
  return described.length === 0 ? {} : { Messages: described };
};

function checkRange(name: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

function describe(message: Message, accountId: string, system: readonly string[], named: readonly string[]): ReceivedMessage {
  const all: Record<string, string | undefined> = {
    SenderId: accountId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.received),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.groupId && String(message.id).padStart(20, "0"),
  };
  const isAsked = (name: string) => system.includes("All") || system.includes(name);
  const shown = Object.entries(all).filter(([name, value]) => value !== undefined && isAsked(name)) as [string, string][];
  const isNamed = (name: string) =>
    named.some((asked) => asked === "All" || asked === name || (asked.endsWith(".*") && name.startsWith(asked.slice(0, -1))));
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isNamed(name)));
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(shown.length > 0 && { Attributes: Object.fromEntries(shown) }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
}
