import type { Signature, SignedRequest } from "./read-signature.ts";

/**
 * The text whose digest is signed.
 * @param payloadHash of the body, in hex, or the word that stands for it.
 * @returns undefined if a header that is said to be signed is not there.
 */
export function canonicalRequest(
  request: SignedRequest,
  { signedHeaders, scope }: Signature,
  payloadHash: string,
): string | undefined {
  const { method = "", url = "/" } = request;
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const search = mark === -1 ? "" : url.slice(mark + 1);
  let headers = "";
  for (const name of signedHeaders) {
    const value = headerValue(request, name);
    if (value === undefined) return undefined;
    headers += `${name}:${value}\n`;
  }
  return `${method}\n${canonicalPath(path, isS3(scope))}\n${canonicalQuery(search)}\n${headers}\n${signedHeaders.join(";")}\n${payloadHash}`;
}

/** S3 signs its paths as they are sent. */
export function isS3(scope: string): boolean {
  return scope.endsWith("/s3/aws4_request");
}

function headerValue({ headers }: SignedRequest, name: string): string | undefined {
  // What the function host redirected was signed for the host of AWS.
  const value = (name === "host" && headers["foyer-signed-host"]) || headers[name];
  const text = Array.isArray(value) ? value.join(",") : value;
  return text?.trim().replace(/ {2,}/g, " ");
}

/** Every service but S3 signs the path without dots and empty segments, and encoded once more than it is sent. */
function canonicalPath(path: string, asItIs: boolean): string {
  if (asItIs || path === "/") return path;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(search: string): string {
  if (search === "") return "";
  const pairs = search.split("&").flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    const name = recode(equals === -1 ? pair : pair.slice(0, equals));
    if (pair === "" || name === "X-Amz-Signature") return [];
    return [[name, equals === -1 ? "" : recode(pair.slice(equals + 1))]];
  });
  return pairs
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The one spelling of what may be percent-encoded in several ways. */
function recode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  try {
    return encode(decodeURIComponent(text));
  } catch {
    return text;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
