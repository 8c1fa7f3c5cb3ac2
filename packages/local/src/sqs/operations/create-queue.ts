import type { CreateQueueRequest, CreateQueueResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../endpoint/aws-error.ts";
import { isFifo } from "../queues.ts";
import type { SqsOperation } from "../sqs.ts";
import { urlOf } from "./queue-url.ts";

/** A queue that is there with the same attributes is the answer. */
export const createQueue: SqsOperation<CreateQueueRequest, CreateQueueResult> = (sqs, request) => {
  const name = request.QueueName as string;
  const attributes = request.Attributes ?? {};
  if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, "")) || name.length > 80) {
    throw new AwsError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
  if (isFifo({ name }) !== (attributes.FifoQueue === "true")) {
    throw new AwsError(
      "InvalidParameterValue",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  const before = sqs.queues.find(name);
  const differs = Object.entries(attributes).find(([key, value]) => before && before.attributes[key] !== value);
  if (differs) {
    throw new AwsError(
      "QueueNameExists",
      `A queue already exists with the same name and a different value for attribute ${differs[0]}`,
    );
  }
  if (!before) sqs.queues.put(name, attributes, request.tags ?? {});
  return { QueueUrl: urlOf(sqs, name) };
};
