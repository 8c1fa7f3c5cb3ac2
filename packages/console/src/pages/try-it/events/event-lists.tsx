import { get } from "../../../api/client.ts";
import { useLoad } from "../../../api/use-load.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Time } from "../../../ui/time.tsx";
import type { RecordedEvent } from "../../user/trigger-event.tsx";
import { forgetEvent, saved } from "./event-texts.ts";

export interface EventListsProps {
  chosen: { recorded: string | undefined; saved: string | undefined };
  onChoose: (values: { recorded?: string; saved?: string; source?: string }) => void;
}

const listed = 20;

/** What was saved, and what triggers received of late, live. */
export function EventLists({ chosen, onChoose }: EventListsProps) {
  const { value } = useLoad(
    (signal) => get<RecordedEvent[]>(`trigger-events?limit=${listed}`, signal),
    [],
    ({ type }) => type.startsWith("trigger."),
  );
  return (
    <div class="events-lists">
      {saved.value.length > 0 && (
        <section class="events-list card" aria-label="Saved events">
          <h2>Saved</h2>
          <ul>
            {saved.value.map(({ name }) => (
              <li key={name} class="events-saved">
                <button
                  type="button"
                  class="events-one"
                  aria-pressed={name === chosen.saved}
                  onClick={() => onChoose({ saved: name })}
                >
                  {name}
                </button>
                <Button
                  kind="quiet"
                  icon="cross"
                  label={`Forget ${name}`}
                  onClick={() => {
                    forgetEvent(name);
                    if (name === chosen.saved) onChoose({});
                  }}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="events-list card" aria-label="Recorded events">
        <h2>Recorded</h2>
        {value.value?.length === 0 && (
          <p class="quiet">What triggers receive when people sign up and in is listed here, to be sent again.</p>
        )}
        <ul>
          {value.value?.map(({ id, at, triggerSource, outcome }) => (
            <li key={id}>
              <button
                type="button"
                class="events-one"
                aria-pressed={String(id) === chosen.recorded}
                onClick={() => onChoose({ recorded: String(id) })}
              >
                <span>{triggerSource}</span>
                <span class="events-when">
                  <Badge tone={outcome === "ok" ? "good" : outcome === "failed" ? "bad" : "info"}>{outcome}</Badge>
                  <Time at={at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
