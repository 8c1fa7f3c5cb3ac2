import type { ServerResponse } from "node:http";
import type { LogEvent, LogEvents } from "../logs/log-events.ts";

const pageLines = 500;
const heartbeatMs = 15_000;

/** A line of a function's log as the stream sends it. */
export type StreamedLine = Pick<LogEvent, "id" | "at" | "logStreamName" | "invocationId" | "text">;

/** Sends the lines of one function's log as server-sent events of the type `line`: those that are kept, then each as it is written. */
export class LogStreams {
  readonly #logEvents: LogEvents;
  readonly #open = new Set<ServerResponse>();

  constructor(logEvents: LogEvents) {
    this.#logEvents = logEvents;
  }

  /** @param lastEventId goes on behind that line */
  serve(functionName: string, lastEventId: string | undefined, response: ServerResponse): void {
    const asked = /^\d{1,15}$/.exec(lastEventId ?? "")?.[0];
    let sent = Number(asked ?? 0);
    let draining = false;
    let sending = false;
    const send = () => {
      // To read the lines keeps those that are new, which the listener below is told of.
      if (sending) return;
      sending = true;
      sendAll();
      sending = false;
    };
    const sendAll = () => {
      while (!draining && !response.destroyed) {
        const lines = this.#logEvents.find({ functionName, after: sent, limit: pageLines });
        sent = lines.at(-1)?.id ?? sent;
        if (lines.length === 0) return;
        draining = !response.write(lines.map(written).join(""));
      }
    };
    response.on("drain", () => {
      draining = false;
      send();
    });
    const unlisten = this.#logEvents.listen((isCleared) => {
      // Ids begin anew when the log was emptied.
      if (isCleared) sent = 0;
      else send();
    });
    const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs);
    response.on("close", () => {
      unlisten();
      clearInterval(heartbeat);
      this.#open.delete(response);
    });
    this.#open.add(response);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    response.write("retry: 1000\n\n");
    send();
  }

  /** Ends every stream. */
  close(): void {
    for (const response of this.#open) response.end();
  }
}

function written({ id, at, logStreamName, invocationId, text }: LogEvent): string {
  const line: StreamedLine = { id, at, logStreamName, invocationId, text };
  return `id: ${id}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`;
}
