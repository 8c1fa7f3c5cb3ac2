import { useSignal } from "@preact/signals";
import { put } from "../../api/client.ts";
import { serviceName } from "../../service-names.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { toast } from "../../ui/toast.tsx";
import { type FaultForm, faultOf, kinds } from "./fault-form.ts";

/** Which calls a new fault is for; nothing for every call. */
export interface FaultTargetFields {
  service?: string;
  operation?: string;
  functionName?: string;
}

/** Asks what is to go wrong with some calls, and sets it. */
export function AddFaultDialog({ target, onClose }: { target: FaultTargetFields; onClose: (isAdded: boolean) => void }) {
  const form = useSignal<FaultForm>({ kind: "error", name: "", ms: "2000", share: "100", count: "", forWords: "", caller: "" });
  const failure = useSignal<Error | undefined>(undefined);
  const { kind, name, ms, share, count, forWords, caller } = form.value;
  const change = (part: Partial<FaultForm>) => {
    form.value = { ...form.value, ...part };
  };
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await put("faults", { ...target, ...faultOf(form.value) });
      toast(`${kinds.find(({ value }) => value === kind)?.text}: set for ${wordsOf(target)}`);
      onClose(true);
    } catch (refused) {
      failure.value = refused as Error;
    }
  };
  const isInvocation = target.functionName !== undefined;
  return (
    <Dialog title={`What goes wrong with ${wordsOf(target)}`} onClose={() => onClose(false)}>
      <form class="faults-form" onSubmit={add}>
        <label class="field">
          What happens
          <select value={kind} onChange={(event) => change({ kind: event.currentTarget.value as FaultForm["kind"] })}>
            {kinds.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
          <span class="quiet">{kinds.find(({ value }) => value === kind)?.[isInvocation ? "invocation" : "call"]}</span>
        </label>
        {kind === "error" && (
          <label class="field">
            Name of the error
            <input
              required
              value={name}
              placeholder="InternalServerError"
              spellcheck={false}
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
          </label>
        )}
        {kind === "latency" && (
          <label class="field">
            Milliseconds
            <input required type="number" min="0" value={ms} onInput={(event) => change({ ms: event.currentTarget.value })} />
          </label>
        )}
        <label class="field">
          Share of the calls: {share} %
          <input type="range" min="1" max="100" value={share} onInput={(event) => change({ share: event.currentTarget.value })} />
        </label>
        <div class="faults-pair">
          <label class="field">
            How often at most
            <input
              type="number"
              min="1"
              value={count}
              placeholder="without end"
              onInput={(event) => change({ count: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            For how long
            <input
              value={forWords}
              placeholder="10 minutes"
              onInput={(event) => change({ forWords: event.currentTarget.value })}
            />
          </label>
        </div>
        {!isInvocation && (
          <label class="field">
            Only calls of the function
            <input
              value={caller}
              placeholder="anybody"
              spellcheck={false}
              onInput={(event) => change({ caller: event.currentTarget.value })}
            />
          </label>
        )}
        <Failure error={failure.value} />
        <div class="faults-buttons">
          <Button onClick={() => onClose(false)}>Cancel</Button>
          <Button kind="primary" icon="bolt" type="submit">
            Set the fault
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function wordsOf({ service, operation, functionName }: FaultTargetFields): string {
  if (functionName) return functionName;
  return operation ?? (service ? serviceName(service) : "every call");
}
