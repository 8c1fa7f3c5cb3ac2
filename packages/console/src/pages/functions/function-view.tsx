import type { WholeFunction } from "@foyer/local";
import { get, post } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { amount } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { InvocationsPanel } from "./invocations-panel.tsx";
import { LivePanel } from "./live-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

/** One function: its invocations, its log as it is written, its versions. */
export function FunctionView({ name, query }: { name: string; query: URLSearchParams }) {
  const { value, error } = useLoad(
    (signal) => get<WholeFunction>(`functions/${encodeURIComponent(name)}`, signal),
    [name],
    (entry) => entry.type.startsWith("invocation.") && (entry.data as { functionName: string }).functionName === name,
  );
  const found = value.value;
  const coolDown = async () => {
    try {
      await post(`cold-start/${encodeURIComponent(name)}`);
      toast(`The next invocation of ${name} is a cold start`);
    } catch (refused) {
      toast((refused as Error).message, "bad");
    }
  };
  if (error.value && !found)
    return (
      <EmptyState icon="search" title="There is no such function">
        <p>
          <a href={hrefOf("functions")}>To the functions</a>
        </p>
      </EmptyState>
    );
  if (!found) return null;
  const { runtime, handler, timeoutSeconds, memoryMb, isDurable } = found;
  return (
    <div class="page">
      <div>
        <a class="functions-back" href={hrefOf("functions")}>
          <Icon name="back" size={14} /> Functions
        </a>
        <PageHeader title={name} about={`${runtime}, ${handler}, ${memoryMb} MB, timeout ${amount(timeoutSeconds * 1000)}`}>
          {isDurable && <Badge tone="wait">durable</Badge>}
          <Button icon="again" onClick={coolDown}>
            Cold start next
          </Button>
        </PageHeader>
      </div>
      <Failure error={error.value} />
      <Tabs
        label="About the function"
        chosen={query.get("tab") ?? "invocations"}
        onChoose={(tab) => keepInAddress({ tab: tab === "invocations" ? undefined : tab })}
        tabs={[
          { id: "invocations", label: "Invocations", panel: () => <InvocationsPanel found={found} /> },
          { id: "logs", label: "Logs, live", panel: () => <LivePanel name={name} filter={query.get("q") ?? ""} /> },
          { id: "versions", label: "Versions and settings", panel: () => <VersionsPanel found={found} /> },
        ]}
      />
    </div>
  );
}
