import type { Events, PublishedEvent } from "../events/events.ts";
import { compare, listKeys } from "../s3/list-keys.ts";
import type { S3 } from "../s3/s3.ts";
import type { PeekedMessage } from "../sqs/messages.ts";
import { isFifo } from "../sqs/queues.ts";
import type { Sqs } from "../sqs/sqs.ts";
import type { States } from "../states/states.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";

/** Where the data is. */
export interface DataSources {
  events: Events;
  sqs: Sqs;
  states: States;
  s3: S3;
}

/** A page of the events that were put, the newest first. */
export interface PublishedEvents {
  total: number;
  events: PublishedEvent[];
}

/** A queue and how many messages it holds. */
export interface ListedQueue {
  name: string;
  arn: string;
  isFifo: boolean;
  waiting: number;
  workedOn: number;
  delayed: number;
}

/** A page of a queue's messages, the oldest first. */
export interface QueueMessages {
  total: number;
  messages: PeekedMessage[];
}

/** A state machine. */
export interface ListedStateMachine {
  name: string;
  arn: string;
  definition: string;
  createdAt: number;
}

/** An object of a bucket. */
export interface ListedObject {
  key: string;
  size: number;
  etag: string;
  lastModified: number;
  storageClass: string;
  headers: Record<string, string>;
  metadata: Record<string, string>;
  tags: Record<string, string>;
}

/** A page of a bucket, in S3's order. */
export interface BucketPage {
  objects: ListedObject[];
  /** Prefixes that stand for all keys under them. */
  folders: string[];
  /** The next page starts after it; absent on the last. */
  next?: string;
}

const most = 500;

/** `/_foyer/published`, `/_foyer/queues`, `/_foyer/state-machines` and `/_foyer/buckets`: what functions made, without touching it. */
export function dataRoutes({ events, sqs, states, s3 }: DataSources): Record<string, Record<string, Handler>> {
  return {
    published: {
      GET: ({ path: [eventId], query }): PublishedEvents | PublishedEvent => {
        if (eventId === undefined) return events.page({ search: query.get("search") ?? "", ...pageOf(query) });
        const event = events.find(eventId);
        if (!event) throw new ApiError(404, "NotFound", `There is no event '${eventId}'`);
        return event;
      },
    },
    queues: {
      GET: ({ path: [name], query }): ListedQueue[] | QueueMessages => {
        if (name === undefined)
          return sqs.queues
            .list("")
            .map((queue) => ({ name: queue.name, arn: queue.arn, isFifo: isFifo(queue), ...sqs.messages.counts(queue) }));
        const queue = sqs.queues.find(name);
        if (!queue) throw new ApiError(404, "NotFound", `There is no queue '${name}'`);
        return sqs.messages.peek(queue, pageOf(query));
      },
    },
    "state-machines": {
      GET: (): ListedStateMachine[] =>
        states.machines.list().map(({ name, arn, definition, createdAt }) => ({ name, arn, definition, createdAt })),
    },
    buckets: {
      GET: ({ path: [name], query }) => {
        if (name === undefined) return s3.buckets.list("", "", 1000);
        if (!s3.buckets.find(name)) throw new ApiError(404, "NotFound", `There is no bucket '${name}'`);
        return bucketPage(s3, name, query);
      },
    },
  };
}

function bucketPage({ objects }: S3, bucket: string, query: URLSearchParams): BucketPage {
  const prefix = query.get("prefix") ?? "";
  const { contents, commonPrefixes, next } = listKeys((from, isAfter, limit) => objects.from(bucket, from, isAfter, limit), {
    prefix,
    delimiter: "/",
    after: query.get("after") ?? "",
    limit: pageOf(query).limit,
  });
  return {
    objects: contents.map(({ key, size, etag, lastModified, storageClass, headers, metadata, tags }) => ({
      key,
      size,
      etag,
      lastModified,
      storageClass,
      headers,
      metadata,
      tags,
    })),
    folders: commonPrefixes.toSorted(compare),
    ...(next !== undefined && { next }),
  };
}

function pageOf(query: URLSearchParams): { offset: number; limit: number } {
  const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? most)];
  if (!Number.isSafeInteger(offset) || offset < 0) throw new ApiError(400, "BadRequest", "'offset' must be a whole number");
  if (!Number.isSafeInteger(limit) || limit < 1) throw new ApiError(400, "BadRequest", "'limit' must be a whole number from 1");
  return { offset, limit: Math.min(limit, most) };
}
