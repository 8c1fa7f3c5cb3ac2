import type { ListedFunctions } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { get, remove } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import type { Place } from "../../place.ts";
import { Button } from "../../ui/button.tsx";
import { Failure } from "../../ui/failure.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { toast } from "../../ui/toast.tsx";
import { AddFaultDialog, type FaultTargetFields } from "./add-fault-dialog.tsx";
import { ClockCard } from "./clock-card.tsx";
import { PresetsCard } from "./presets-card.tsx";
import { ResetDialog } from "./reset-dialog.tsx";
import { StrikesCard } from "./strikes-card.tsx";
import { SwitchboardCard } from "./switchboard-card.tsx";
import { useFaults } from "./use-faults.ts";
import "./faults.css";

/** `#/faults`: what goes wrong on purpose, and the clock. */
export default function FaultsPage({ place }: { place: Place }) {
  const { value, error, reload } = useFaults();
  const functions = useLoad((signal) => get<ListedFunctions>("functions", signal), []);
  const adding = useSignal<FaultTargetFields | undefined>(undefined);
  const resetting = useSignal(false);
  const state = value.value;
  const active = state?.faults.filter(({ isActive }) => isActive).length ?? 0;
  const clear = async () => {
    await remove("faults").catch((refused: Error) => toast(refused.message, "bad"));
    reload();
  };
  return (
    <div class="page">
      <PageHeader
        title="Faults and clock"
        about={active === 0 ? "Nothing goes wrong on purpose" : `${active} ${active === 1 ? "fault is" : "faults are"} set`}
      >
        {(state?.faults.length ?? 0) > 0 && (
          <Button icon="cross" onClick={clear}>
            Remove every fault
          </Button>
        )}
        <Button
          onClick={() => {
            resetting.value = true;
          }}
        >
          Forget what happened…
        </Button>
      </PageHeader>
      <Failure error={error.value} />
      <div class="faults-top">
        <ClockCard />
        {state && <PresetsCard state={state} onChange={reload} />}
      </div>
      <div class="faults-main">
        <SwitchboardCard
          faults={state?.faults ?? []}
          functions={functions.value.value?.functions.map(({ functionName }) => functionName) ?? []}
          search={place.query.get("q") ?? ""}
          open={new Set((place.query.get("open") ?? "").split(" ").filter(Boolean))}
          onAdd={(target) => {
            adding.value = target;
          }}
          onChange={reload}
        />
        <StrikesCard />
      </div>
      {adding.value && (
        <AddFaultDialog
          target={adding.value}
          onClose={(isAdded) => {
            adding.value = undefined;
            if (isAdded) reload();
          }}
        />
      )}
      {resetting.value && (
        <ResetDialog
          onClose={() => {
            resetting.value = false;
          }}
        />
      )}
    </div>
  );
}
