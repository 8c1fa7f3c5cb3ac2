import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { type Invoked, invoke } from "../../../api/invoke.ts";
import { hrefOf } from "../../../place.ts";
import { amount } from "../../../times.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock, JsonBlock } from "../../../ui/code-block.tsx";
import { toast } from "../../../ui/toast.tsx";
import type { Pool } from "../pool.ts";
import { Refusal } from "../refusal.tsx";
import { useAttempt } from "../use-attempt.ts";
import { draftOf, keepDraft, saveEvent } from "./event-texts.ts";
import { faultOf, sourceOf, triggerOf } from "./trigger-of.ts";

export interface EventEditorProps {
  original: { key: string; text: string; about: string; isReal: boolean };
  pool: Pool;
}

/** The JSON of an event, to be changed and sent; below it what the function answered and logged. */
export function EventEditor({ original: { key, text: first, about, isReal }, pool }: EventEditorProps) {
  const text = draftOf(key) ?? first;
  const answer = useSignal<Invoked | undefined>(undefined);
  const name = useSignal<string | undefined>(undefined);
  const { busy, error, run } = useAttempt();
  const faultId = useId();
  const fault = faultOf(text);
  const trigger = triggerOf(sourceOf(text) ?? "");
  const functionArn = pool.functions[trigger];
  const send = () =>
    run(async () => {
      answer.value = undefined;
      answer.value = await invoke(functionArn ?? "", JSON.parse(text));
    });
  return (
    <div class="try-it-form">
      <p class="notice" data-tone={isReal ? "warn" : "info"}>
        {about} Cognito is not told: nobody is confirmed or signed in by the answer.
      </p>
      <label class="field">
        Event
        <textarea
          class="events-text mono"
          rows={20}
          spellcheck={false}
          value={text}
          aria-invalid={fault !== undefined}
          aria-describedby={faultId}
          onInput={({ currentTarget: { value } }) => keepDraft(key, value === first ? undefined : value)}
        />
        <span id={faultId} class="try-it-rule" role="status">
          {fault}
        </span>
      </label>
      {!functionArn && fault === undefined && (
        <p class="notice" data-tone="warn">
          The pool has no function for {trigger || "an event without a triggerSource"}.
          {trigger && (
            <>
              {" "}
              Give it one: <code>foyer dev --trigger {trigger}=path:export</code>
            </>
          )}
        </p>
      )}
      <div class="try-it-tools">
        <Button kind="primary" icon="play" busy={busy.value} disabled={fault !== undefined || !functionArn} onClick={send}>
          Send to {functionArn?.split(":")[6] ?? "the function"}
        </Button>
        <Button
          disabled={fault !== undefined}
          onClick={() => {
            name.value = sourceOf(text) ?? "event";
          }}
        >
          Save…
        </Button>
        {text !== first && (
          <Button kind="quiet" icon="again" onClick={() => keepDraft(key, undefined)}>
            Discard the changes
          </Button>
        )}
      </div>
      {name.value !== undefined && (
        <form
          class="events-save"
          onSubmit={(event) => {
            event.preventDefault();
            saveEvent({ name: name.value ?? "", text });
            toast(`Saved as ${name.value}, in this browser`);
            name.value = undefined;
          }}
        >
          <label class="field">
            Save as
            <input
              required
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          </label>
          <Button type="submit">Save</Button>
        </form>
      )}
      <Refusal error={error.value} />
      {answer.value && <Answer answer={answer.value} sub={isReal ? subOf(text) : undefined} />}
    </div>
  );
}

function Answer({ answer: { payload, error, log, durationMs, version }, sub }: { answer: Invoked; sub: string | undefined }) {
  return (
    <section class="try-it-form" aria-label="Answer">
      <p class="notice" data-tone={error ? "bad" : "good"} role="status">
        {error ? `The function failed after ${amount(durationMs)}: ${error}` : `Answered in ${amount(durationMs)}`}
        {version && `, version ${version}`}
        {sub && (
          <>
            . <a href={hrefOf("users", [sub])}>See the timeline of the user</a>
          </>
        )}
      </p>
      <JsonBlock label="the answer" value={payload} />
      {log && (
        <>
          <h3>Log</h3>
          <CodeBlock label="the log" text={log} />
        </>
      )}
    </section>
  );
}

function subOf(text: string): string | undefined {
  const { sub } = JSON.parse(text)?.request?.userAttributes ?? {};
  return typeof sub === "string" ? sub : undefined;
}
