import type { PublishedEvent } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";

/** An event, whole. */
export function EventDialog({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const { value, error } = useLoad(
    (signal) => get<PublishedEvent>(`published/${encodeURIComponent(eventId)}`, signal),
    [eventId],
  );
  const event = value.value;
  return (
    <Dialog title={event?.detailType ?? "Event"} onClose={onClose}>
      <Failure error={error.value} />
      {event && (
        <>
          <dl class="facts">
            <dt>Source</dt>
            <dd>{event.source}</dd>
            <dt>Bus</dt>
            <dd>{event.bus}</dd>
            <dt>Put</dt>
            <dd>
              <Time at={event.at} />
            </dd>
            <dt>Id</dt>
            <dd>
              <code>{event.eventId}</code>
            </dd>
            {event.sub && (
              <>
                <dt>About</dt>
                <dd>
                  <a href={hrefOf("users", [event.sub])}>the user {event.sub}</a>
                </dd>
              </>
            )}
            {event.resources.length > 0 && (
              <>
                <dt>Resources</dt>
                <dd>{event.resources.join(", ")}</dd>
              </>
            )}
          </dl>
          <JsonBlock label="the detail" value={event.detail} />
        </>
      )}
    </Dialog>
  );
}
