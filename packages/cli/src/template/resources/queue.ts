import type { ResourceType } from "../resource-type.ts";

interface Queue {
  readonly QueueName?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** An SQS queue: its attributes are texts in SQS and values of all kinds in a template. */
export const queue: ResourceType = {
  fixed: ["FifoQueue"],
  async put({ properties, name, earlier }, { local }) {
    const { QueueName = properties.FifoQueue ? `${name}.fifo` : name, Tags = [], ...rest } = properties as Queue;
    const Attributes = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
    );
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    const there = (await local.call("sqs", "ListQueues", { QueueNamePrefix: QueueName })) as { QueueUrls?: readonly string[] };
    const known = earlier && there.QueueUrls?.find((url) => url.endsWith(`/${QueueName}`));
    const created = known ? undefined : await local.call("sqs", "CreateQueue", { QueueName, Attributes, tags });
    const QueueUrl = known ?? (created as { QueueUrl: string }).QueueUrl;
    if (known) await local.call("sqs", "SetQueueAttributes", { QueueUrl, Attributes });
    const Arn = `arn:aws:sqs:${local.region}:${local.accountId}:${QueueName}`;
    return { physicalId: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },
};
