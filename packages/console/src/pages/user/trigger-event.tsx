import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import type { Row } from "../../timeline/story.ts";
import { Button } from "../../ui/button.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { PlayAgainDialog } from "./play-again-dialog.tsx";

/** What `/_foyer/trigger-events` says of an event. */
export interface RecordedEvent {
  id: number;
  at: number;
  functionArn: string;
  outcome: string;
  error?: string;
  triggerSource: string;
  userName: string;
}

/** The event that a trigger received, as it was sent, with the button that sends it again. */
export function TriggerEvent({ sub, row }: { sub: string; row: Row }) {
  const playing = useSignal(false);
  const startedAt = row.entries[0]?.at ?? 0;
  const { value } = useLoad(
    async (signal) => {
      const recorded = await get<RecordedEvent[]>(`trigger-events?sub=${encodeURIComponent(sub)}`, signal);
      // It is recorded right before the first attempt.
      const found = recorded.find(
        ({ triggerSource, at }) => triggerSource === row.label && at <= startedAt && startedAt - at < 1000,
      );
      return found ? { ...found, ...(await get<{ event: unknown }>(`trigger-events/${found.id}`, signal)) } : null;
    },
    [sub, row.id],
  );
  const found = value.value;
  if (found === undefined) return null;
  if (found === null) return <p class="quiet">The event is no longer kept: the last 200 are.</p>;
  return (
    <>
      <details class="user-logs" open>
        <summary>Event</summary>
        <JsonBlock label="the event" value={found.event} />
      </details>
      <div class="user-details-tools">
        <Button
          icon="play"
          onClick={() => {
            playing.value = true;
          }}
        >
          Play this event again…
        </Button>
      </div>
      {playing.value && (
        <PlayAgainDialog
          sub={sub}
          recorded={{ ...found, triggerSource: row.label, userName: "" }}
          event={found.event}
          onClose={() => {
            playing.value = false;
          }}
        />
      )}
    </>
  );
}
