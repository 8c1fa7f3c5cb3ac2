import type { JournalEntry } from "@foyer/local";
import { CommandError } from "../errors.ts";
import type { LocalClient } from "../local-client.ts";

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
export async function openEventStream(local: LocalClient): Promise<EventStream> {
  const abort = new AbortController();
  const response = await local.request("/_foyer/events", { signal: abort.signal });
  if (!response.ok || !response.body)
    throw new CommandError(`Cannot follow what happens as ${local.endpoint} answers ${response.status}.`);
  const bySub = new Map<string, JournalEntry[]>();
  const listeners = new Set<() => void>();
  let ended = false;
  const read = async () => {
    try {
      for await (const entry of entriesOf(response.body as ReadableStream<Uint8Array>)) {
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
    close: () => abort.abort(),
  };
}

/** The server-sent events of a body; each carries one journal entry as JSON. */
async function* entriesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<JournalEntry> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
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
