import { useSignal } from "@preact/signals";
import { get, post } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { toast } from "../../ui/toast.tsx";
import type { ReplayPlan } from "./replay-plan.ts";

/** Says step by step what a replay would do and what would repeat, then does it. */
export function ReplayDialog({ sub, step, onClose }: { sub: string; step?: string; onClose: () => void }) {
  const path = `replay/${encodeURIComponent(sub)}`;
  const query = step === undefined ? "" : `?step=${encodeURIComponent(step)}`;
  const { value, error } = useLoad((signal) => get<ReplayPlan>(path + query, signal), [sub, step]);
  const busy = useSignal(false);
  const failure = useSignal<Error | undefined>(undefined);
  const plan = value.value;
  const replay = async () => {
    busy.value = true;
    try {
      await post<ReplayPlan>(path, { ...(step !== undefined && { step }), force: plan?.needsForce === true });
      toast("The replay has started", "good");
      onClose();
    } catch (refused) {
      failure.value = refused as Error;
    }
    busy.value = false;
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      {plan?.runs && (
        <Button kind={plan.needsForce ? "danger" : "primary"} icon="again" busy={busy.value} onClick={replay}>
          {plan.needsForce ? "Replay, and repeat it" : "Replay"}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={step === undefined ? "Replay the onboarding" : `Replay ${step}`} onClose={onClose} actions={actions}>
      <Failure error={error.value ?? failure.value} />
      {plan && <p>{summaryOf(plan)}</p>}
      {plan && (
        <ul class="user-plan">
          {plan.steps.map(({ step: name, runs, needsForce, why }) => (
            <li key={name}>
              <b>{name}</b>
              <Badge tone={needsForce ? "bad" : runs ? "info" : "idle"}>{runs ? "runs again" : "stays"}</Badge>
              <span class="quiet">{why}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function summaryOf({ runs, needsForce }: ReplayPlan): string {
  if (!runs) return "Nothing gave up, so there is nothing to replay. One step runs again by “Replay this step” in its details.";
  if (needsForce) return "What is marked happened, or may have: it would happen once more.";
  return "A fresh execution keeps what is done, does not wait again, and tries what is marked. Nothing would happen twice.";
}
