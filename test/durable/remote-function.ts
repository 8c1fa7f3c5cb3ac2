import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What the function host hands to a durable function. */
export interface DurableEvent {
  DurableExecutionArn: string;
  CheckpointToken: string;
  UpdatedOperationIds: string[];
  InitialExecutionState: { Operations: { Id: string; Type: string; Status: string }[]; NextMarker?: string };
}

/** An invocation of `functions/remote.mjs`, which the test itself carries out. */
export interface RemoteInvocation {
  event: DurableEvent;
  /** Ends the invocation with this answer. */
  answer(value: unknown): void;
  /** Ends it with a function error. */
  fail(): void;
}

/** Lets a test be the function: it sees the event, calls the API as it likes and gives the answer. */
export class RemoteFunction {
  readonly #server = createServer(async (request, response) => {
    const event = JSON.parse(await text(request)) as DurableEvent;
    this.#arrive({ event, answer: (value) => end(response, JSON.stringify(value)), fail: () => end(response, "no JSON") });
  });
  readonly #arrived: RemoteInvocation[] = [];
  #wanted: ((invocation: RemoteInvocation) => void) | undefined;

  /** @returns the URL that `functions/remote.mjs` needs as REMOTE_URL. */
  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next invocation, once it has begun. */
  async next(): Promise<RemoteInvocation> {
    const arrived = this.#arrived.shift();
    return arrived ?? new Promise((resolve) => (this.#wanted = resolve));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #arrive(invocation: RemoteInvocation): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted) wanted(invocation);
    else this.#arrived.push(invocation);
  }
}

function end(response: ServerResponse, body: string): void {
  response.end(body);
}
