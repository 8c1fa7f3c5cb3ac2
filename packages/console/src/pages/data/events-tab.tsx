import type { PublishedEvent, PublishedEvents } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useWindow } from "../../api/use-window.ts";
import { hrefOf } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { Choice } from "../../ui/choice.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Time } from "../../ui/time.tsx";
import { EventDialog } from "./event-dialog.tsx";
import { Rows } from "./rows.tsx";
import { RulesView } from "./rules-view.tsx";

const views = [
  { value: "events", text: "Events" },
  { value: "rules", text: "Rules" },
] as const;

/** The events of EventBridge, and the rules that pass them on. */
export function EventsTab({ query }: { query: URLSearchParams }) {
  const view = query.get("view") === "rules" ? "rules" : "events";
  const search = query.get("q") ?? "";
  const chosen = query.get("event");
  return (
    <div class="data-view">
      <div class="data-tools">
        <Choice
          label="What of events"
          options={views}
          chosen={view}
          onChoose={(value) => keepInAddress({ view: value === "rules" ? value : undefined })}
        />
        {view === "events" && <SearchField label="Search events" value={search} onSearch={(q) => keepInAddress({ q })} />}
      </div>
      {view === "rules" ? <RulesView /> : <EventRows search={search} />}
      {chosen !== null && <EventDialog eventId={chosen} onClose={() => keepInAddress({ event: undefined })} />}
    </div>
  );
}

function EventRows({ search }: { search: string }) {
  const { total, error, at, show } = useWindow<PublishedEvent>({
    list: search,
    growsAtTop: true,
    read: async (offset, limit, signal) => {
      const asked = new URLSearchParams({ search, offset: String(offset), limit: String(limit) });
      const page = await get<PublishedEvents>(`published?${asked}`, signal);
      return { total: page.total, rows: page.events };
    },
    when: ({ type }) => type === "event.put",
  });
  return (
    <>
      <Failure error={error} />
      <p class="quiet" role="status">
        {total !== undefined && `${total.toLocaleString("en")} ${total === 1 ? "event" : "events"}${search && " found"}`}
      </p>
      {total === 0 && (
        <EmptyState icon="event" title={search === "" ? "No event was put" : "Nothing is found"}>
          {search === "" ? (
            <p>
              A step that puts an event appears here, with the rules it matches. <a href={hrefOf("")}>Sign somebody up</a> to see
              one.
            </p>
          ) : (
            <p>The search looks in sources, types, ids, users and details.</p>
          )}
        </EmptyState>
      )}
      {total !== undefined && total > 0 && (
        <Rows
          label="Events, the newest first"
          count={total}
          at={at}
          keyOf={({ eventId }) => eventId}
          cells={({ detailType, source, detail, at: time }) => ({
            title: detailType,
            preview: JSON.stringify(detail).slice(0, 400),
            side: source,
            when: <Time at={time} />,
          })}
          onOpen={({ eventId }) => keepInAddress({ event: eventId })}
          onShown={show}
        />
      )}
    </>
  );
}
