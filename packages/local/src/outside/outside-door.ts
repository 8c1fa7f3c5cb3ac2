import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { AwsError } from "../endpoint/aws-error.ts";
import { drainBody, readBody } from "../endpoint/body.ts";
import type { RawService } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import type { Outside, OutsideAnswer } from "./outside.ts";
import type { SetStandIn } from "./stand-ins.ts";

/** Told of failures that are the local AWS's own fault. */
type OnError = (error: unknown, operation: string, requestId: string) => void;

const prefix = "/_foyer/outside/";
const maxBodyBytes = 1_048_576;

/** `/_foyer/outside/<address>`, with any method: a request to a server of others, which is recorded and answered in its place. */
export function outsideDoor(parts: { outside: Outside; store: Store; onError?: OnError | undefined }): RawService {
  return {
    name: "outside",
    // What else is there below the path is read, set and removed by a word that is no address.
    accepts: ({ url = "", method = "" }) =>
      url.startsWith(prefix) && (/%3a/i.test(url.slice(prefix.length)) || !["GET", "HEAD", "PUT", "DELETE"].includes(method)),
    handle(request, response) {
      handle(parts, request, response).catch((error) => {
        parts.onError?.(error, "outside", String(response.getHeader("x-amzn-requestid") ?? ""));
        response.destroy();
      });
    },
  };
}

async function handle(
  { outside, store }: { outside: Outside; store: Store },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = addressOf(request);
  if (url === undefined) return refuse(response, 400, "BadRequest", "The path needs an address: /_foyer/outside/https%3A%2F%2F…");
  const method = request.method ?? "";
  const standIn = outside.standInFor({ method, url });
  const { "foyer-outside": wanted, ...headers } = request.headers as Record<string, string>;
  if (!standIn && wanted === "stand-in") {
    await drainBody(request);
    return refuse(response, 421, "NoStandIn", "Nothing stands in for this address");
  }
  let body: string;
  try {
    body = (await readBody(request, maxBodyBytes)).toString("utf8");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    response.setHeader("connection", "close");
    return refuse(response, error.status ?? 400, error.name, error.message);
  }
  const answer = answerOf(standIn);
  outside.record({ url, method, headers, body }, answer);
  await store.committed();
  if (standIn?.latencyMs) await waitUnlessClosed(standIn.latencyMs, response);
  if (answer.fault === "reply-lost") response.destroy();
  if (answer.fault === undefined && !response.destroyed) response.writeHead(answer.status, answer.headers).end(answer.body);
}

function answerOf(standIn: SetStandIn | undefined): OutsideAnswer {
  const type = { "content-type": "application/json" };
  if (!standIn) return { status: 200, headers: type, body: "{}" };
  const { id, status = 200, headers = {}, body, fault } = standIn;
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const text = body === undefined ? "" : JSON.stringify(body);
  return { status, headers: { ...(text !== "" && type), ...named }, body: text, standIn: id, ...(fault && { fault }) };
}

function addressOf({ url = "" }: IncomingMessage): string | undefined {
  try {
    const address = decodeURIComponent(url.slice(prefix.length));
    return URL.canParse(address) ? address : undefined;
  } catch {
    return undefined;
  }
}

async function waitUnlessClosed(ms: number, response: ServerResponse): Promise<void> {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  await pause(ms, undefined, { signal: closed.signal }).catch(() => {});
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error: { code, message } }));
}
