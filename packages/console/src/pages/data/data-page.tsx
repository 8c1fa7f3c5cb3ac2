import type { Place } from "../../place.ts";
import { goTo } from "../../router.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { BucketsTab } from "./buckets-tab.tsx";
import { EventsTab } from "./events-tab.tsx";
import { ExecutionsTab } from "./executions-tab.tsx";
import { OutsideTab } from "./outside-tab.tsx";
import { QueuesTab } from "./queues-tab.tsx";
import { TablesTab } from "./tables-tab.tsx";
import "./data.css";

/** `#/data?tab=<kind>&name=<which>`: what functions wrote and sent. */
export default function DataPage({ place: { query } }: { place: Place }) {
  return (
    <div class="page">
      <PageHeader title="Data" about="What functions wrote and sent; to look at it changes nothing" />
      <Tabs
        label="Kinds of data"
        chosen={query.get("tab") ?? "tables"}
        onChoose={(tab) => goTo("data", [], { tab: tab === "tables" ? undefined : tab })}
        tabs={[
          { id: "tables", label: "Tables", panel: () => <TablesTab query={query} /> },
          { id: "events", label: "Events", panel: () => <EventsTab query={query} /> },
          { id: "queues", label: "Queues", panel: () => <QueuesTab query={query} /> },
          { id: "executions", label: "Executions", panel: () => <ExecutionsTab query={query} /> },
          { id: "buckets", label: "Buckets", panel: () => <BucketsTab query={query} /> },
          { id: "outside", label: "Outside requests", panel: () => <OutsideTab /> },
        ]}
      />
    </div>
  );
}
