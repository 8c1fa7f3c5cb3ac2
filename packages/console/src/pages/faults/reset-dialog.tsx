import { useSignal } from "@preact/signals";
import { post } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { toast } from "../../ui/toast.tsx";

const forgotten = [
  "users with their identities, and who of them is signed in",
  "mails and text messages, and suppressed addresses",
  "executions and waits; what runs is interrupted",
  "events, and messages in queues",
  "items of tables, and objects of buckets",
  "logs, requests to the outside, and everything that the timelines tell",
  "faults",
];

const kept =
  "User pools, identity pools, app clients, groups, functions, tables, buckets, queues, state machines, secrets, parameters, senders, event buses and their rules stay. So does the time of the clock, and the items of a DynamoDB that runs elsewhere.";

/** Says what a reset forgets, then does it. */
export function ResetDialog({ onClose }: { onClose: () => void }) {
  const busy = useSignal(false);
  const failure = useSignal<Error | undefined>(undefined);
  const reset = async () => {
    busy.value = true;
    try {
      await post("reset");
      toast("Everything that happened is forgotten", "good");
      onClose();
    } catch (refused) {
      failure.value = refused as Error;
      busy.value = false;
    }
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="danger" busy={busy.value} onClick={reset}>
        Forget what happened
      </Button>
    </>
  );
  return (
    <Dialog title="Forget what happened" onClose={onClose} actions={actions}>
      <p>This cannot be undone. It forgets:</p>
      <ul class="faults-forgotten">
        {forgotten.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <p class="quiet">{kept}</p>
      <Failure error={failure.value} />
    </Dialog>
  );
}
