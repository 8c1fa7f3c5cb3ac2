import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { Messages } from "./messages.ts";
import { operations } from "./operations/index.ts";
import { sendOne } from "./operations/send-one.ts";
import { Queues } from "./queues.ts";
import { defineSqsTables } from "./schema.ts";

/** The queues: what the operations work on. */
export interface Sqs {
  queues: Queues;
  messages: Messages;
  accountId: string;
  /** Where the local AWS is reached; known once it listens. */
  endpointUrl: () => string;
}

/** One API call of SQS. */
export type SqsOperation<Input, Output> = (sqs: Sqs, request: Input, call: Call) => Output | Promise<Output>;

export function createSqs(parts: {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
  endpointUrl: () => string;
}): Sqs {
  const { store, clock, region, accountId, endpointUrl } = parts;
  defineSqsTables(store);
  return {
    queues: new Queues(store, clock, { region, accountId }),
    messages: new Messages(store, clock),
    accountId,
    endpointUrl,
  };
}

/** SQS as a service of the endpoint. */
export function sqsService(sqs: Sqs): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(sqs, input, call),
  ]);
  return { name: "sqs", operations: Object.fromEntries(bound) };
}

/** Sends a text to a queue by its ARN, with attributes that are texts. @throws QueueDoesNotExist */
export function sendToQueue({ queues, messages }: Sqs, queueArn: string, body: string, attributes: Record<string, string>): void {
  const typed = Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]);
  messages.send(queues.at(queueArn), { body, attributes: Object.fromEntries(typed) });
}

/** Sends a message as a rule of EventBridge does, which names no de-duplication id. @throws as SendMessage */
export function sendEventToQueue(sqs: Sqs, queueArn: string, MessageBody: string, MessageGroupId: string | undefined): void {
  sendOne(sqs, sqs.queues.at(queueArn), { MessageBody, ...(MessageGroupId !== undefined && { MessageGroupId }) });
}
