import type { IncomingMessage } from "node:http";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import { type CorsRule, corsHeaders } from "./cors.ts";
import { encodeError } from "./encode-error.ts";
import { s3Error } from "./s3-error.ts";
import type { Buckets } from "./storage/buckets.ts";

/** The CORS rules of a bucket; none where it has no configuration, or is not there. */
export function readCorsOf(buckets: Buckets, bucket: string): CorsRule[] {
  const text = buckets.document(bucket, "cors");
  return text === undefined ? [] : (JSON.parse(text) as CorsRule[]);
}

/** Answers a browser that asks, before it sends a page's request, whether the bucket lets that page do so. */
export function answerPreflight(buckets: Buckets, bucket: string, request: IncomingMessage, requestId: string): WireAnswer {
  const { origin, "access-control-request-method": method, "access-control-request-headers": wanted } = request.headers;
  const about = { requestId, resource: request.url ?? "/" };
  if (origin === undefined) return encodeError(s3Error("BadRequest"), about);
  if (method === undefined) return encodeError(s3Error("BadRequest", {}, "Invalid Access-Control-Request-Method: null"), about);
  const rules = readCorsOf(buckets, bucket);
  const names = { Method: method, ResourceType: "OBJECT" };
  if (rules.length === 0) return encodeError(s3Error("AccessForbidden", names), about);
  const headers = (wanted ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const allowed = corsHeaders(rules, { origin, method, headers });
  if (!allowed)
    return encodeError(
      s3Error(
        "AccessForbidden",
        names,
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      ),
      about,
    );
  const isPrivate = request.headers["access-control-request-private-network"] !== undefined;
  return {
    status: 200,
    headers: { ...allowed, ...(isPrivate && { "access-control-allow-private-network": "true" }) },
    body: "",
  };
}
