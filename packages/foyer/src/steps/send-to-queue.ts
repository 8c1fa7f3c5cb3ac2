import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Step } from "../onboarding/step.ts";
import { type MessageDetail, userMessage } from "./user-message.ts";

/** Only FIFO queues have message groups. */
type Groups<Queue extends string> = Queue extends `${string}.fifo`
  ? {
      /** Messages of one group are received in the order in which they were sent. Default: a group for each user. */
      group?: string | ((user: ConfirmedUser) => string);
    }
  : { group?: never };

export type SendToQueueOptions<Queue extends string = string> = {
  /** The name of a queue in the same account and Region. A name that ends in `.fifo` is a FIFO queue's. */
  queue: Queue;
  /** What the message says beside `id`, `sub`, `userPoolId` and `origin`, which it always says. */
  message?: MessageDetail;
} & Groups<Queue>;

const sqs = once(async () => {
  const sdk = await import("../onboarding/sdk/sqs.ts");
  return { sdk, client: new sdk.SQSClient({ requestHandler: requestLimits }) };
});

/**
 * Sends a message to an SQS queue. After a lost reply it is sent again with the same `id`, which is the same for a user and this step
 * always. A FIFO queue drops the second one within five minutes; consumers of any queue recognise it by its `id`, as SQS itself may
 * deliver a message twice.
 */
export function sendToQueue<const Queue extends string>(options: SendToQueueOptions<Queue>): Step<"keyed", void, void> {
  const { queue, message, group } = options;
  if (!/^(?=.{1,80}$)[\w-]+(\.fifo)?$/.test(queue))
    throw new OnboardingError(
      `Cannot use sendToQueue as 'queue' must be the name of a queue, 1 to 80 of a-z, A-Z, 0-9, _ and -: current value is '${queue}'`,
    );
  const isFifo = queue.endsWith(".fifo");
  if (group !== undefined && !isFifo)
    throw new OnboardingError(`Cannot use sendToQueue with 'group' as only FIFO queues have groups: current queue is '${queue}'`);
  let queueUrl: string | undefined;
  return {
    replay: "keyed",
    permissions: [{ actions: ["sqs:GetQueueUrl", "sqs:SendMessage"], resources: [arn("sqs", queue)] }],
    resources: { queues: [queue] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { key, signal }) {
      const MessageBody = userMessage(user, key, "the message", message);
      const ordered = isFifo && { MessageGroupId: groupOf(user, group), MessageDeduplicationId: key };
      const { sdk, client } = await sqs();
      try {
        queueUrl ??= (await client.send(new sdk.GetQueueUrlCommand({ QueueName: queue }), { abortSignal: signal })).QueueUrl;
        const send = new sdk.SendMessageCommand({ QueueUrl: queueUrl, MessageBody, ...ordered });
        const { MessageId } = await client.send(send, { abortSignal: signal });
        return { messageId: MessageId ?? "" };
      } catch (error) {
        // The second is its name in the protocol of before.
        if (!["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"].includes((error as Error).name)) throw error;
        throw new StepError(`Cannot send the message as there must be a queue '${queue}'`, { cause: error });
      }
    },
  };
}

function groupOf(user: ConfirmedUser, group: SendToQueueOptions<"any.fifo">["group"] = user.sub): string {
  const id = typeof group === "function" ? group(user) : group;
  if (/^[!-~]{1,128}$/.test(id)) return id;
  throw new StepError("Cannot send the message as its group must be 1 to 128 ASCII letters, digits and punctuation marks");
}
