import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { PlayAgainDialog } from "./play-again-dialog.tsx";
import type { RecordedEvent } from "./trigger-event.tsx";

/** The events that triggers received about the user, each whole, and to be played again. */
export function EventsPanel({ sub }: { sub: string }) {
  const { value, error } = useLoad(
    (signal) => get<RecordedEvent[]>(`trigger-events?sub=${encodeURIComponent(sub)}`, signal),
    [sub],
    (entry) => entry.sub === sub && entry.type.startsWith("trigger."),
  );
  if (error.value) return <Failure error={error.value} />;
  if (value.value?.length === 0)
    return (
      <EmptyState icon="bolt" title="No trigger has received anything about this user">
        <p>Triggers fire when somebody signs up, confirms or signs in. The last 200 events of all users are kept.</p>
      </EmptyState>
    );
  return (
    <ul class="user-panel">
      {value.value?.map((recorded) => (
        <li key={recorded.id} class="card user-event">
          <Recorded sub={sub} recorded={recorded} />
        </li>
      ))}
    </ul>
  );
}

function Recorded({ sub, recorded }: { sub: string; recorded: RecordedEvent }) {
  const isOpen = useSignal(false);
  const playing = useSignal(false);
  const { value } = useLoad(
    async (signal) => (isOpen.value ? (await get<{ event: unknown }>(`trigger-events/${recorded.id}`, signal)).event : undefined),
    [recorded.id, isOpen.value],
  );
  return (
    <details
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        <b>{recorded.triggerSource}</b>
        <Badge tone={recorded.outcome === "ok" ? "good" : recorded.outcome === "failed" ? "bad" : "info"}>
          {recorded.outcome}
        </Badge>
        <span class="quiet">
          {recorded.functionArn.split(":")[6]} <Time at={recorded.at} />
        </span>
      </summary>
      {value.value !== undefined && (
        <>
          <JsonBlock label="the event" value={value.value} />
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
        </>
      )}
      {playing.value && (
        <PlayAgainDialog
          sub={sub}
          recorded={recorded}
          event={value.value}
          onClose={() => {
            playing.value = false;
          }}
        />
      )}
    </details>
  );
}
