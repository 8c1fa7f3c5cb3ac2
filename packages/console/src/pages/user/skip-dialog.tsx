import { useSignal } from "@preact/signals";
import { get, post } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { toast } from "../../ui/toast.tsx";

/** Says what the skip of a step would do, then does it. */
export function SkipDialog({ sub, step, onClose }: { sub: string; step: string; onClose: () => void }) {
  const path = `skip/${encodeURIComponent(sub)}`;
  const { value, error } = useLoad(
    (signal) => get<{ goesOn: boolean }>(`${path}?step=${encodeURIComponent(step)}`, signal),
    [sub, step],
  );
  const busy = useSignal(false);
  const failure = useSignal<Error | undefined>(undefined);
  const skip = async () => {
    busy.value = true;
    try {
      await post(path, { step });
      toast(`${step} is skipped`, "good");
      onClose();
    } catch (refused) {
      failure.value = refused as Error;
    }
    busy.value = false;
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      {value.value && (
        <Button kind="primary" icon="skip" busy={busy.value} onClick={skip}>
          Skip {step}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={`Skip ${step}`} onClose={onClose} actions={actions}>
      <Failure error={error.value ?? failure.value} />
      {value.value && (
        <p>
          {step} is never tried again by itself.
          {value.value.goesOn ? " The user is parked, and goes on without it." : " The rest goes on as it is."}
        </p>
      )}
    </Dialog>
  );
}
