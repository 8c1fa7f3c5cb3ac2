import type { ServerResponse } from "node:http";

/** What a browser or a client is answered. */
export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

/** To be followed by GET, whatever the request was. An address may have letters of any language; a header has none but ASCII's. */
export function redirect(to: string, cookies: string[] = []): PageAnswer {
  const location = to.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return { status: 302, headers: { location }, cookies, body: "" };
}

export function json(status: number, body: object, headers: Record<string, string> = {}): PageAnswer {
  return { status, headers: { "content-type": "application/json;charset=UTF-8", ...headers }, body: JSON.stringify(body) };
}

export function sendPage(response: ServerResponse, { status, headers, cookies = [], body }: PageAnswer): void {
  response.writeHead(status, {
    "cache-control": "no-store",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    ...headers,
    ...(cookies.length > 0 && { "set-cookie": cookies }),
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
