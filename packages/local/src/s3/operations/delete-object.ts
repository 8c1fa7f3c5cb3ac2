import { AwsError } from "../../endpoint/aws-error.ts";
import { checkWriteConditions } from "../conditions.ts";
import { type S3Operation, s3Arn } from "../operation.ts";
import { readWhole } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import { childrenOf, readXml, textOf, writeXml, type XmlElements, type XmlNode } from "../xml.ts";

const maxObjects = 1_000;
const maxDocumentBytes = 4 * 1024 * 1024;

/** Deletes an object; one that is not there is no error. */
export const deleteObject: S3Operation = ({ store, objects }, { bucket, key, headers }) => {
  const match = headers["if-match"];
  store.write(() => {
    if (match !== undefined) checkWriteConditions(objects.find(bucket, key), key, { "if-match": match });
    objects.delete(bucket, key);
  });
  return { status: 204 };
};

/** Deletes up to 1,000 objects; each is asked for by itself, and what is refused is told among the rest. */
export const deleteObjects: S3Operation = async ({ store, objects }, call) => {
  const { bucket, request, headers } = call;
  const hasSum = Object.keys(headers).some((name) => name === "content-md5" || /^x-amz-(checksum-|trailer$)/.test(name));
  if (!hasSum) throw s3Error("InvalidRequest", {}, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  const root = readXml(await readWhole(request, maxDocumentBytes));
  const asked = childrenOf(root, "Object");
  if (root.name !== "Delete" || asked.length === 0 || asked.length > maxObjects) throw s3Error("MalformedXML");
  const isQuiet = textOf(root, "Quiet") === "true";
  const deleted: XmlElements[] = [];
  const failed: XmlElements[] = [];
  for (const object of asked) {
    const key = keyOf(object);
    try {
      call.authorize("s3:DeleteObject", s3Arn(bucket, key));
      store.write(() => {
        const etag = textOf(object, "ETag");
        if (etag !== undefined) checkWriteConditions(objects.find(bucket, key), key, { "if-match": etag });
        objects.delete(bucket, key);
      });
      deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Key: key, Code: error.name, Message: error.message });
    }
  }
  return { body: writeXml("DeleteResult", { Deleted: isQuiet ? [] : deleted, Error: failed }) };
};

function keyOf(object: XmlNode): string {
  const key = textOf(object, "Key");
  if (key === undefined || key === "") throw s3Error("MalformedXML");
  const version = textOf(object, "VersionId");
  if (version !== undefined && version !== "null") throw s3Error("NotImplemented", { Header: "VersionId" });
  return key;
}
