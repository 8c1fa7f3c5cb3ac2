import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { JournalEntry } from "@foyer/local";
import { CommandError } from "../errors.ts";
import type { LocalClient } from "../local-client.ts";

// An import of node:http takes 50 ms more, as it loads undici for the sake of names that nobody asked for.
const { get } = process.getBuiltinModule("node:http");

/** The journal of a running local AWS, entry by entry from the moment of opening on. */
export interface EventStream {
  /**
   * Resolves with every entry so far about `sub` once `enough` says so of them.
   * @returns the entries, and whether `timeoutMs` of real time ended the waiting.
   */
  until(
    sub: string,
    enough: (entries: JournalEntry[]) => boolean,
    timeoutMs: number,
  ): Promise<{ entries: JournalEntry[]; timedOut: boolean }>;
  close(): void;
}

/** Opens `/_foyer/events`: once it resolves, no entry is missed. */
export async function openEventStream({ endpoint }: LocalClient): Promise<EventStream> {
  // Not `fetch`: closing its stream makes undici open another connection, which a server that stops would wait for.
  const request = get(`${endpoint}/_foyer/events`, { agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  if (response.statusCode !== 200)
    throw new CommandError(`Cannot follow what happens as ${endpoint} answers ${response.statusCode}.`);
  const bySub = new Map<string, JournalEntry[]>();
  const listeners = new Set<() => void>();
  let ended = false;
  const read = async () => {
    try {
      for await (const entry of entriesOf(response)) {
        if (entry.sub) bySub.set(entry.sub, [...(bySub.get(entry.sub) ?? []), entry]);
        for (const look of listeners) look();
      }
    } catch {
      // closed here, or the local AWS went away: either way nothing more will come
    }
    ended = true;
    for (const look of listeners) look();
  };
  void read();
  return {
    async until(sub, enough, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<{ entries: JournalEntry[]; timedOut: boolean }>();
      const look = () => {
        const entries = bySub.get(sub) ?? [];
        if (enough(entries)) resolve({ entries, timedOut: false });
        else if (ended) resolve({ entries, timedOut: true });
      };
      const timer = setTimeout(() => resolve({ entries: bySub.get(sub) ?? [], timedOut: true }), timeoutMs);
      listeners.add(look);
      look();
      return promise.finally(() => {
        clearTimeout(timer);
        listeners.delete(look);
      });
    },
    close: () => request.destroy(),
  };
}

/** The server-sent events of a body; each carries one journal entry as JSON. */
async function* entriesOf(body: IncomingMessage): AsyncGenerator<JournalEntry> {
  let rest = "";
  for await (const chunk of body.setEncoding("utf8")) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice("data:".length).trimStart())
        .join("\n");
      if (data) yield JSON.parse(data);
    }
  }
}
