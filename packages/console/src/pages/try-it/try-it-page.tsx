import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { config } from "../../config.ts";
import type { Place } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { Failure } from "../../ui/failure.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { BecomeUser } from "./become-user.tsx";
import { CallsLog } from "./calls-log.tsx";
import { EventsPanel } from "./events/events-panel.tsx";
import { NoClientYet, NoPoolYet } from "./no-pool-yet.tsx";
import { PlayUser } from "./play-user.tsx";
import { listPools, type Pool, readPool } from "./pool.ts";
import { PoolChoice } from "./pool-choice.tsx";
import { kept } from "./user-draft.ts";
import "./try-it.css";

/** `#/try-it?user=<sub>`: plays a user, and sends events to triggers. */
export default function TryItPage({ place }: { place: Place }) {
  const sub = place.query.get("user") ?? undefined;
  const wanted = kept.value.poolId ?? config.value?.userPoolId;
  const { value, error } = useLoad(async () => {
    const pools = await listPools();
    // A user brings the pool along.
    const ofUser =
      sub && (await get<{ user: { userPoolId: string } | null }>(`journal/${encodeURIComponent(sub)}`)).user?.userPoolId;
    const id = [ofUser, wanted].find((one) => pools.some((pool) => pool.id === one)) ?? pools[0]?.id;
    return { pools, pool: id === undefined ? undefined : await readPool(id) };
  }, [sub, wanted]);
  const { pools = [], pool } = value.value ?? {};
  const client = pool?.clients.find(({ id }) => id === (kept.value.clientId ?? config.value?.clientId)) ?? pool?.clients[0];
  return (
    <div class="page">
      <PageHeader title="Try it" about="Be a user of your app, or Cognito before your triggers">
        {pool && <PoolChoice pools={pools} pool={pool} clientId={client?.id} />}
      </PageHeader>
      <Failure error={error.value} />
      {value.value && !pool && <NoPoolYet />}
      {pool && (
        <Tabs
          label="What to try"
          chosen={place.query.get("tab") ?? "user"}
          onChoose={(tab) => keepInAddress({ tab: tab === "user" ? undefined : tab })}
          tabs={[
            { id: "user", label: "A user", panel: () => <UserPanel sub={sub} pool={pool} /> },
            { id: "events", label: "Trigger events", panel: () => <EventsPanel pool={pool} clientId={client?.id} /> },
          ]}
        />
      )}
    </div>
  );
}

function UserPanel({ sub, pool }: { sub: string | undefined; pool: Pool }) {
  const client = pool.clients.find(({ id }) => id === (kept.value.clientId ?? config.value?.clientId)) ?? pool.clients[0];
  if (!client) return <NoClientYet userPoolId={pool.id} />;
  return (
    <div class="try-it">
      <div class="try-it-acts">
        {sub === undefined ? (
          <BecomeUser pool={pool} client={client} />
        ) : (
          <PlayUser key={sub} sub={sub} pool={pool} client={client} />
        )}
      </div>
      <CallsLog />
    </div>
  );
}
