import { get } from "../../../api/client.ts";
import { useLoad } from "../../../api/use-load.ts";
import { keepInAddress, place } from "../../../router.ts";
import { Failure } from "../../../ui/failure.tsx";
import type { Pool } from "../pool.ts";
import { EventEditor } from "./event-editor.tsx";
import { EventLists } from "./event-lists.tsx";
import { saved } from "./event-texts.ts";
import { byTrigger } from "./trigger-of.ts";
import "./events.css";

/** An event as it came: made up, recorded or saved. */
interface Original {
  key: string;
  text: string;
  about: string;
  isReal: boolean;
}

const first = "PostConfirmation_ConfirmSignUp";

/** Trigger events: made up for each source, recorded from real users, or saved; changed, and sent to the pool's function. */
export function EventsPanel({ pool, clientId }: { pool: Pool; clientId: string | undefined }) {
  const { query } = place.value;
  const [recorded, savedAs, asked] = ["recorded", "saved", "source"].map((name) => query.get(name) ?? undefined);
  const sources = useLoad((signal) => get<{ source: string; about: string }[]>("test-events", signal), []);
  const known = sources.value.value ?? [];
  const source = asked ?? (known.length > 0 ? first : undefined);
  const original = useLoad(
    async (signal): Promise<Original | undefined> => {
      if (recorded !== undefined) return recordedEvent(recorded, signal);
      if (savedAs !== undefined) return savedEvent(savedAs);
      if (source === undefined) return undefined;
      const about = new URLSearchParams({ userPoolId: pool.id, ...(clientId && { clientId }) });
      const event = await get(`test-events/${encodeURIComponent(source)}?${about}`, signal);
      return { key: `source ${source}`, text: JSON.stringify(event, null, 2), about: madeUp, isReal: false };
    },
    [recorded, savedAs, source, pool.id, clientId],
  );
  const choose = (values: { source?: string; recorded?: string; saved?: string }) =>
    keepInAddress({ source: undefined, recorded: undefined, saved: undefined, ...values });
  const isMadeUp = recorded === undefined && savedAs === undefined;
  const event = original.value.value;
  return (
    <div class="try-it">
      <section class="events-main card" aria-label="Event">
        {known.length > 0 && (
          <label class="field">
            Trigger source
            <select value={isMadeUp ? source : ""} onChange={({ currentTarget }) => choose({ source: currentTarget.value })}>
              {!isMadeUp && <option value="">Another made-up event…</option>}
              {byTrigger(known).map(([trigger, group]) => (
                <optgroup key={trigger} label={pool.functions[trigger] ? `${trigger}: has a function` : trigger}>
                  {group.map(({ source: name, about }) => (
                    <option key={name} value={name}>
                      {name}: {about}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
        )}
        <Failure error={original.error.value ?? sources.error.value} />
        {event && <EventEditor key={event.key} original={event} pool={pool} />}
        {!event && sources.value.value?.length === 0 && (
          <p class="quiet">Made-up events come with foyer dev. Here, send one that a trigger has received.</p>
        )}
      </section>
      <EventLists chosen={{ recorded, saved: savedAs }} onChoose={choose} />
    </div>
  );
}

const madeUp = "A made-up event, about a user who is not in the pool.";

async function recordedEvent(id: string, signal: AbortSignal): Promise<Original> {
  const { event } = await get<{ event: { userName: string; triggerSource: string } }>(
    `trigger-events/${encodeURIComponent(id)}`,
    signal,
  );
  const password = event.triggerSource === "UserMigration_Authentication" ? " Its password was not kept: put one in." : "";
  const about = `A recorded event, about the user ${event.userName}: what the function does to them, it does once more.${password}`;
  return { key: `recorded ${id}`, text: JSON.stringify(event, null, 2), about, isReal: true };
}

function savedEvent(name: string): Original | undefined {
  const found = saved.value.find((event) => event.name === name);
  return found && { key: `saved ${name}`, text: found.text, about: "An event that you saved in this browser.", isReal: false };
}
