import type { Sqs } from "../sqs.ts";

/** What a queue is addressed by: the last part is its name. */
export function urlOf({ endpointUrl, accountId }: Sqs, name: string): string {
  return `${endpointUrl()}/${accountId}/${name}`;
}
