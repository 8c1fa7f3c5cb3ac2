import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type Attempt, type Target, textOf } from "./attempt.ts";
import type { User } from "./users.ts";

const scratchOf = ({ sub }: User) => `${sub}/scratch-${crypto.randomUUID()}`;
const by = ({ name }: User) => `by ${name}`;
const source = (bucket: string, key: string) => `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;

/** Each is allowed on the own keys, and must be refused on another user's. */
export const s3Attempts: Record<string, Attempt> = {
  get: async ({ bucket: Bucket }, me, { key: Key }) => textOf(await me.s3.send(new GetObjectCommand({ Bucket, Key }))),
  head: async ({ bucket: Bucket }, me, { key: Key }) => textOf(await me.s3.send(new HeadObjectCommand({ Bucket, Key }))),
  "get by a presigned URL": async ({ bucket: Bucket }, me, { key: Key }) => {
    const response = await fetch(await getSignedUrl(me.s3, new GetObjectCommand({ Bucket, Key })));
    const text = await response.text();
    if (response.status !== 403) return text;
    throw Object.assign(new Error(text), { name: /<Code>(\w+)</.exec(text)?.[1] });
  },
  put: ({ bucket: Bucket }, me, { newKey: Key }) => me.s3.send(new PutObjectCommand({ Bucket, Key, Body: by(me) })),
  "put over a secret": async ({ bucket: Bucket }, me, { user, key: Key }) =>
    me.s3.send(new PutObjectCommand({ Bucket, Key, Body: me === user ? me.secret : by(me) })),
  delete: ({ bucket: Bucket }, me, { user, key, newKey }) =>
    me.s3.send(new DeleteObjectCommand({ Bucket, Key: me === user ? newKey : key })),
  "delete many": async ({ bucket: Bucket }, me, { user, key, newKey }) => {
    const Objects = [{ Key: scratchOf(me) }, { Key: me === user ? newKey : key }];
    const { Errors } = await me.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (Errors?.[0]) throw Object.assign(new Error(Errors[0].Message), { name: Errors[0].Code });
    return "";
  },
  list: async ({ bucket: Bucket }, me, { key }) =>
    textOf(await me.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key.slice(0, key.lastIndexOf("/") + 1) }))),
  "copy from": async ({ bucket: Bucket }, me, { user, key }) => {
    const Key = scratchOf(me);
    const CopySource = source(Bucket, key);
    await me.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    const answer = await textOf(await me.s3.send(new GetObjectCommand({ Bucket, Key })));
    if (me === user) await me.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    return answer;
  },
  "copy to": async ({ bucket: Bucket }, me, { newKey: Key }) => {
    const from = scratchOf(me);
    await me.s3.send(new PutObjectCommand({ Bucket, Key: from, Body: by(me) }));
    return me.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: source(Bucket, from) }));
  },
  "upload in parts": async ({ bucket: Bucket }, me, { newKey: Key }) => {
    const { UploadId } = await me.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await me.s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: by(me) }));
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    return me.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
  },
  "take over an upload": async ({ bucket: Bucket }, me, { user, newKey: Key }) => {
    const { UploadId } = await user.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const about = { Bucket, Key, UploadId };
    try {
      const tries = [
        () => me.s3.send(new UploadPartCommand({ ...about, PartNumber: 1, Body: by(me) })),
        () => me.s3.send(new ListPartsCommand(about)),
      ];
      // Each is refused by itself: the last error is what this attempt ends with.
      const results = await Promise.allSettled(tries.map((one) => one()));
      const refused = results.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
      const passed = results.find(({ status }) => status === "fulfilled");
      if (refused && passed) return "one of two was allowed";
      if (refused) throw refused.reason;
      return "";
    } finally {
      await user.s3.send(new AbortMultipartUploadCommand(about));
    }
  },
  "copy into a part": async ({ bucket: Bucket }, me, { key }) => {
    const Key = scratchOf(me);
    const { UploadId } = await me.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    try {
      const part = { Bucket, Key, UploadId, PartNumber: 1, CopySource: source(Bucket, key) };
      return await textOf(await me.s3.send(new UploadPartCopyCommand(part)));
    } finally {
      await me.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
  },
};

/** Keys that only look as if they were under the own prefix, or as if they were the other user's. They are refused or lead to nothing. */
const disguises: ((me: User, key: string) => string)[] = [
  ({ sub }, key) => `${sub}/../${key}`,
  ({ sub }, key) => `${sub}/%2e%2e/${key}`,
  ({ sub }, key) => `${sub}/..%2f${key}`,
  ({ sub }, key) => `${sub}//${key}`,
  (_, key) => `/${key}`,
  (_, key) => `./${key}`,
  (_, key) => key.toUpperCase(),
  (_, key) => key.replaceAll("/", "%2F"),
  (_, key) => `*/${key.slice(key.indexOf("/") + 1)}`,
];

const disguised = (me: User, { key, turn }: Target) =>
  (disguises[turn % disguises.length] as (typeof disguises)[number])(me, key);

/** For whom they are is not told by an error, so it is the answer that is looked at. */
export const disguisedAttempts: Record<string, Attempt> = {
  "get by a disguised key": async ({ bucket: Bucket }, me, them) => {
    const Key = disguised(me, them);
    return textOf(await me.s3.send(new GetObjectCommand({ Bucket, Key })));
  },
  "copy from a disguised key": async ({ bucket: Bucket }, me, them) => {
    const Key = scratchOf(me);
    await me.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${encodeURI(disguised(me, them))}` }));
    return textOf(await me.s3.send(new GetObjectCommand({ Bucket, Key })));
  },
  "list by a wider prefix": async ({ bucket: Bucket }, me, { key, turn }) => {
    const wider = ["", "private/", key.slice(0, 3), key.slice(0, key.indexOf("/")), "/", "*"];
    const Prefix = wider[turn % wider.length];
    return textOf(await me.s3.send(new ListObjectsV2Command({ Bucket, Prefix })));
  },
};
