import type { SetFault } from "@foyer/local";
import { remove } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { effectWords, targetWords } from "./fault-words.ts";

/** A fault that is set: what it does, how often it did, and the button that removes it. */
export function FaultChip({ fault, onChange }: { fault: SetFault; onChange: () => void }) {
  const { id, seen, fired, isActive, callerFunction } = fault;
  const takeAway = async () => {
    try {
      await remove(`faults/${encodeURIComponent(id)}`);
    } catch (error) {
      toast((error as Error).message, "bad");
    }
    onChange();
  };
  return (
    <span class="faults-chip" data-tone={isActive ? "bad" : "idle"} title={`${id}: ${targetWords(fault)}`}>
      <span>
        <b>{effectWords(fault)}</b>
        {callerFunction && ` from ${callerFunction}`}{" "}
        <span class="faults-struck">
          {isActive ? "" : "over, "}struck {fired} of {seen}
        </span>
      </span>
      <Button kind="quiet" icon="cross" label={`Remove ${id}`} onClick={takeAway} />
    </span>
  );
}
