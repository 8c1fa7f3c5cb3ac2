import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it came over the wire. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What the receiver does with a request; `hang` never answers, `lose reply` takes it and closes the connection. */
export type Reply =
  | { status?: number; body?: string | Uint8Array; headers?: Record<string, string> }
  | "hang"
  | "lose reply"
  | "cut"
  | "drip"
  | "huge";

/** Somebody else's server, which records what it gets and misbehaves as it is told. */
export interface Receiver {
  url: string;
  requests: Received[];
  /** How it answers from now on; `nth` counts from 1. */
  answer: (request: Received, nth: number) => Reply;
  /** How many connections were closed before their answer was sent. */
  abandoned: number;
  reset(): void;
  stop(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const received = { method, path, headers, body: await text(request) };
    receiver.requests.push(received);
    response.on("close", () => {
      if (!response.writableFinished) receiver.abandoned++;
    });
    reply(response, receiver.answer(received, receiver.requests.length));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer: () => ({}),
    abandoned: 0,
    reset() {
      Object.assign(receiver, { answer: () => ({}), abandoned: 0 });
      receiver.requests.length = 0;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

function reply(response: ServerResponse, answer: Reply): void {
  if (answer === "hang") return;
  if (answer === "lose reply") return void response.destroy();
  if (typeof answer === "object") {
    const { status = 200, body = "{}", headers } = answer;
    return void response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  }
  response.writeHead(200, { "content-type": "application/json" });
  if (answer === "cut") return void response.write('{"tier":', () => response.destroy());
  if (answer === "drip") return void dripInto(response);
  floodInto(response);
}

/** A byte at a time, for ever. */
function dripInto(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 5);
  response.on("close", () => clearInterval(timer));
}

/** As much as the other side takes, for ever. */
function floodInto(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, " ");
  const pump = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", pump);
  pump();
}
