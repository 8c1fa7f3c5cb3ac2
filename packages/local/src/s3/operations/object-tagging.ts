import type { S3Operation } from "../operation.ts";
import { readWhole } from "../request-body.ts";
import { readTagging, writeTagging } from "../tags.ts";
import { foundObject } from "./get-object.ts";

const maxDocumentBytes = 65_536;

export const getObjectTagging: S3Operation = (s3, call) => ({ body: writeTagging(foundObject(s3, call).tags) });

/** Puts tags in the place of those that are there. */
export const putObjectTagging: S3Operation = async (s3, call) => {
  const tags = readTagging(await readWhole(call.request, maxDocumentBytes), 10, "Object");
  foundObject(s3, call);
  s3.objects.setTags(call.bucket, call.key, tags);
  return {};
};

export const deleteObjectTagging: S3Operation = (s3, call) => {
  foundObject(s3, call);
  s3.objects.setTags(call.bucket, call.key, {});
  return { status: 204 };
};
