import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { config } from "../../config.ts";
import { now } from "../../live.ts";
import { hrefOf, type Place } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { storyOf } from "../../timeline/story.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { LedgerPanel } from "./ledger-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { RowDetails } from "./row-details.tsx";
import { TimelineChart } from "./timeline-chart.tsx";
import { TokensPanel } from "./tokens-panel.tsx";
import { useUser } from "./use-user.ts";
import { UserHeader } from "./user-header.tsx";
import "./user.css";

/** `#/users/<sub>`: what happened to one user, drawn to scale, and what can be done about it. */
export default function UserPage({ place }: { place: Place }) {
  const [sub = ""] = place.path;
  const { user, entries, error } = useUser(sub);
  const replaying = useSignal(false);
  const declared = config.value?.steps;
  // Only what is under way moves with the clock.
  const moment = now.value;
  const sections = useMemo(() => storyOf(entries, { declared, now: moment }), [entries, declared, moment]);
  if (error && entries.length === 0) return <Failure error={error} />;
  if (user === undefined) return null;
  if (user === null && entries.length === 0) return <Unknown sub={sub} />;
  const rows = sections.flatMap((section) => section.rows);
  const chosen = rows.find(({ id }) => id === place.query.get("row"));

  return (
    <div class="page user">
      <UserHeader
        sub={sub}
        user={user}
        entries={entries}
        onReplay={() => {
          replaying.value = true;
        }}
      />
      <Tabs
        label="About the user"
        chosen={place.query.get("tab") ?? "timeline"}
        onChoose={(tab) => keepInAddress({ tab: tab === "timeline" ? undefined : tab })}
        tabs={[
          {
            id: "timeline",
            label: "Timeline",
            panel: () => (
              <div class="user-timeline">
                <TimelineChart
                  sections={sections}
                  now={moment}
                  chosen={chosen?.id}
                  details={(row) => <RowDetails sub={sub} row={row} />}
                  onChoose={({ id }) => keepInAddress({ row: id === chosen?.id ? undefined : id })}
                />
                <p class="quiet">A line shows its attempts, results, events and logs.</p>
              </div>
            ),
          },
          { id: "ledger", label: "Ledger", panel: () => <LedgerPanel sub={sub} /> },
          { id: "events", label: "Trigger events", panel: () => <EventsPanel sub={sub} /> },
          { id: "tokens", label: "Tokens", panel: () => <TokensPanel sub={sub} entries={entries} /> },
          { id: "profile", label: "Attributes and groups", panel: () => <ProfilePanel user={user} /> },
        ]}
      />
      {replaying.value && (
        <ReplayDialog
          sub={sub}
          onClose={() => {
            replaying.value = false;
          }}
        />
      )}
    </div>
  );
}

function Unknown({ sub }: { sub: string }) {
  return (
    <EmptyState icon="search" title="There is no such user">
      <p>
        Nothing is known of <code>{sub}</code>. A reset of the local AWS forgets users.
      </p>
      <p>
        <a href={hrefOf("")}>To the sign-ups</a>
      </p>
    </EmptyState>
  );
}
