import type { ListQueuesRequest, ListQueuesResult } from "@aws-sdk/client-sqs";
import type { SqsOperation } from "../sqs.ts";
import { urlOf } from "./queue-url.ts";

/** Without `MaxResults` the first thousand, and no token. */
export const listQueues: SqsOperation<ListQueuesRequest, ListQueuesResult> = (
  sqs,
  { QueueNamePrefix = "", MaxResults, NextToken },
) => {
  const after = Buffer.from(NextToken ?? "", "base64url").toString("utf8");
  const names = sqs.queues.list(QueueNamePrefix).map(({ name }) => name);
  const left = names.filter((name) => name > after);
  const page = left.slice(0, MaxResults ?? 1_000);
  const more = MaxResults !== undefined && left.length > page.length;
  return {
    QueueUrls: page.map((name) => urlOf(sqs, name)),
    NextToken: more ? Buffer.from(page.at(-1) ?? "").toString("base64url") : undefined,
  };
};
