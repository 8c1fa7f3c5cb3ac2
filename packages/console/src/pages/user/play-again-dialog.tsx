import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { type Invoked, invoke } from "../../api/invoke.ts";
import { useLoad } from "../../api/use-load.ts";
import { stepLook } from "../../step-tone.ts";
import { Button } from "../../ui/button.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import type { RecordedEvent } from "./trigger-event.tsx";

export interface PlayAgainProps {
  sub: string;
  recorded: RecordedEvent;
  event: unknown;
  onClose: () => void;
}

/** Says what would repeat if a function received an event once more, then sends it and shows the answer. */
export function PlayAgainDialog({ sub, recorded, event, onClose }: PlayAgainProps) {
  const functionName = recorded.functionArn.split(":")[6] ?? recorded.functionArn;
  const entry = useLoad(
    async (signal) =>
      (await get<{ entry: { steps: Record<string, { state: string }> } | null }>(`entry/${encodeURIComponent(sub)}`, signal))
        .entry,
    [sub],
  );
  const busy = useSignal(false);
  const answer = useSignal<Invoked | undefined>(undefined);
  const failure = useSignal<Error | undefined>(undefined);
  const play = async () => {
    busy.value = true;
    try {
      answer.value = await invoke(functionName, event);
    } catch (refused) {
      failure.value = refused as Error;
    }
    busy.value = false;
  };
  const isOnboarding = functionName === "foyer-trigger" && entry.value.value;
  const actions = (
    <>
      <Button onClick={onClose}>{answer.value ? "Close" : "Cancel"}</Button>
      {!answer.value && (
        <Button kind={isOnboarding ? "primary" : "danger"} icon="play" busy={busy.value} onClick={play}>
          Play it again
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={`Play ${recorded.triggerSource} again`} onClose={onClose} actions={actions}>
      <p>
        The function <code>{functionName}</code> receives the same event once more. It is about a real user of this pool.
      </p>
      {isOnboarding ? (
        <LedgerWords steps={entry.value.value?.steps ?? {}} />
      ) : (
        <p class="notice" data-tone="warn">
          Whatever this function does by itself, it does again: no ledger keeps it from that.
        </p>
      )}
      <Failure error={failure.value} />
      {answer.value && (
        <>
          <p class="notice" data-tone={answer.value.error ? "bad" : "good"} role="status">
            {answer.value.error ? `The function failed: ${answer.value.error}` : "The function answered."}
          </p>
          <JsonBlock label="the answer" value={answer.value.payload} />
        </>
      )}
    </Dialog>
  );
}

function LedgerWords({ steps }: { steps: Record<string, { state: string }> }) {
  const names = Object.entries(steps);
  const isOver = (state: string) => ["done", "unknown", "skipped", "gave-up"].includes(state);
  const stays = names.filter(([, { state }]) => isOver(state));
  const runs = names.filter(([, { state }]) => !isOver(state));
  return (
    <div class="notice" data-tone="good">
      <p>The ledger remembers this user, so nothing that is over happens again.</p>
      {stays.length > 0 && <p>Stays: {stays.map(([name, { state }]) => `${name} (${stepLook(state).says})`).join(", ")}.</p>}
      <p>
        {runs.length > 0
          ? `Not finished, so it may be tried: ${runs.map(([name]) => name).join(", ")}.`
          : "Nothing is left to do."}
      </p>
    </div>
  );
}
