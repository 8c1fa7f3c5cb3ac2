import { type AskedBy, arn } from "./asked.ts";

/** Queues. A batch asks for the action of its single form. */
export const sqs: AskedBy = (operation, { QueueUrl, QueueName, SourceArn }, surroundings) => {
  // Of a URL the name at its end counts, as it does for the operation.
  const name = QueueName ?? (typeof QueueUrl === "string" ? /[^/:]*$/.exec(QueueUrl)?.[0] : undefined);
  const resource = name === undefined ? SourceArn : arn(surroundings, "sqs", name);
  return resource === undefined ? undefined : [{ action: `sqs:${operation.replace(/Batch$/, "")}`, resource }];
};
