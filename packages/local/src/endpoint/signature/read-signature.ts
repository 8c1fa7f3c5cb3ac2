import type { IncomingHttpHeaders } from "node:http";

/** What of a request is signed, besides its body. */
export interface SignedRequest {
  method?: string | undefined;
  /** Path and query as they came. */
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** A Signature Version 4, taken apart. */
export interface Signature {
  /** `query`: that of a presigned URL. */
  form: "header" | "query";
  algorithm: string;
  accessKeyId: string;
  /** `20261121/us-east-1/ses/aws4_request` */
  scope: string;
  /** In lower case, as they were listed. */
  signedHeaders: string[];
  signature: string;
  /** When it was signed: `20261121T080000Z`. */
  time: string;
  sessionToken: string | undefined;
  /** Of a presigned URL. */
  expiresSeconds: number | undefined;
}

/** The signature of a request; undefined if it has none, or one of another kind. What a part lacks is empty. */
export function readSignature({ headers, url = "" }: SignedRequest): Signature | undefined {
  const { authorization } = headers;
  if (authorization?.startsWith("AWS4-")) return readHeader(authorization, headers);
  return url.includes("X-Amz-Signature=") ? readQuery(url) : undefined;
}

function readHeader(authorization: string, headers: IncomingHttpHeaders): Signature {
  const space = authorization.indexOf(" ");
  const parts: Record<string, string> = {};
  for (const part of authorization.slice(space + 1).split(",")) {
    const equals = part.indexOf("=");
    parts[part.slice(0, equals).trim()] = part.slice(equals + 1).trim();
  }
  return {
    form: "header",
    algorithm: authorization.slice(0, space),
    ...credentialOf(parts.Credential ?? ""),
    signedHeaders: (parts.SignedHeaders ?? "").toLowerCase().split(";"),
    signature: parts.Signature ?? "",
    time: one(headers["x-amz-date"]) ?? basicTime(headers.date),
    sessionToken: one(headers["x-amz-security-token"]),
    expiresSeconds: undefined,
  };
}

function readQuery(url: string): Signature {
  const query = new URLSearchParams(url.slice(url.indexOf("?") + 1));
  const expires = query.get("X-Amz-Expires");
  return {
    form: "query",
    algorithm: query.get("X-Amz-Algorithm") ?? "",
    ...credentialOf(query.get("X-Amz-Credential") ?? ""),
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").toLowerCase().split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    time: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    expiresSeconds: expires === null ? undefined : Number(expires),
  };
}

function credentialOf(credential: string): { accessKeyId: string; scope: string } {
  const slash = credential.indexOf("/");
  return slash === -1
    ? { accessKeyId: credential, scope: "" }
    : { accessKeyId: credential.slice(0, slash), scope: credential.slice(slash + 1) };
}

/** An HTTP date as a signature writes it. */
function basicTime(date: string | undefined): string {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? "" : basicTimeOf(at);
}

/** Milliseconds since the epoch as `20261121T080000Z`. */
export function basicTimeOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
