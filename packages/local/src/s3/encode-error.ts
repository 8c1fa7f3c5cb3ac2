import { randomBytes } from "node:crypto";
import type { AwsError } from "../endpoint/aws-error.ts";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import { statusOf } from "./s3-error.ts";
import { writePlainXml, type XmlElements } from "./xml.ts";

/** The two ids of every answer of S3. */
export function idHeaders(requestId: string): Record<string, string> {
  return { "x-amz-request-id": requestId, "x-amz-id-2": randomBytes(48).toString("base64") };
}

/** Writes an error as S3 does. @param resource the path that was asked for */
export function encodeError(error: AwsError, { requestId, resource }: { requestId: string; resource: string }): WireAnswer {
  const ids = idHeaders(requestId);
  const body = writePlainXml("Error", {
    Code: error.name,
    Message: error.message,
    ...(error.members as XmlElements),
    Resource: resource.split("?", 1)[0] as string,
    RequestId: requestId,
    HostId: ids["x-amz-id-2"],
  });
  return { status: statusOf(error), headers: { ...ids, "content-type": "application/xml" }, body };
}
