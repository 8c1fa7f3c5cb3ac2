import type { SetFault } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { put, remove } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { faultsOfPreset } from "./switchboard.ts";
import type { FaultState } from "./use-faults.ts";

const titles: Record<string, string> = {
  "ses-down": "SES down",
  "dynamodb-throttles": "DynamoDB throttles one in three",
  "ses-loses-replies": "SES loses every reply",
  "trigger-hangs": "trigger hangs",
};

/** What is often tried, each by one switch. */
export function PresetsCard({ state, onChange }: { state: FaultState; onChange: () => void }) {
  return (
    <section class="card faults-card" aria-label="Presets">
      <ul class="faults-presets">
        {state.presets.map((preset) => (
          <li key={preset.name}>
            <Preset {...preset} faults={faultsOfPreset(state.faults, preset.name)} onChange={onChange} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preset(props: { name: string; summary: string; faults: SetFault[]; onChange: () => void }) {
  const { name, summary, faults, onChange } = props;
  const busy = useSignal(false);
  const isOn = faults.some(({ isActive }) => isActive);
  const fired = faults.reduce((sum, fault) => sum + fault.fired, 0);
  const toggle = async () => {
    busy.value = true;
    try {
      if (isOn) for (const { id } of faults) await remove(`faults/${encodeURIComponent(id)}`);
      else await put("faults", { preset: name });
    } catch (error) {
      toast((error as Error).message, "bad");
    }
    onChange();
    busy.value = false;
  };
  return (
    <>
      <Button kind={isOn ? "danger" : "plain"} icon={isOn ? "bolt" : "play"} pressed={isOn} busy={busy.value} onClick={toggle}>
        {titles[name] ?? name}
      </Button>
      <span class="quiet">{isOn ? `on, struck ${fired} ${fired === 1 ? "call" : "calls"}` : summary.replaceAll("`", "")}</span>
    </>
  );
}
