import type { IncomingMessage, ServerResponse } from "node:http";
import type { Journal } from "../journal/journal.ts";

const pageEntries = 500;
const heartbeatMs = 15_000;

/** Sends journal entries as server-sent events once they are on disk; a reader that is slow makes none pile up in memory. */
export class EventStreams {
  readonly #journal: Journal;
  readonly #open = new Set<ServerResponse>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Goes on behind the entry `Last-Event-ID`; without one it begins with the next entry. */
  serve(request: IncomingMessage, response: ServerResponse): void {
    const asked = /^\d{1,15}$/.exec(String(request.headers["last-event-id"] ?? ""))?.[0];
    let sent = asked === undefined ? undefined : Number(asked);
    let draining = false;
    const send = () => {
      while (sent !== undefined && !draining && !response.destroyed) {
        const entries = this.#journal.after(sent, pageEntries);
        const last = entries.at(-1);
        if (!last) return;
        sent = last.id;
        draining = !response.write(
          entries.map((entry) => `id: ${entry.id}\nevent: ${entry.type}\ndata: ${JSON.stringify(entry)}\n\n`).join(""),
        );
      }
    };
    response.on("drain", () => {
      draining = false;
      send();
    });
    let asleep = true;
    const unlisten = this.#journal.listen(({ id }) => {
      // Ids begin anew when the journal was emptied.
      if (sent === undefined || id <= sent) sent = id - 1;
      if (!asleep) return;
      asleep = false;
      const wake = () => {
        asleep = true;
        send();
      };
      this.#journal.committed().then(wake, wake);
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
