import { type AskedBy, arn } from "./asked.ts";

/** Queues. A batch asks for the action of its single form. */
export const sqs: AskedBy = (operation, { QueueUrl, QueueName, SourceArn }, surroundings) => {
  const name = QueueName ?? (typeof QueueUrl === "string" ? QueueUrl.split("/").at(-1) : undefined);
  const resource = name === undefined ? SourceArn : arn(surroundings, "sqs", name);
  return resource === undefined ? undefined : [{ action: `sqs:${operation.replace(/Batch$/, "")}`, resource }];
};
