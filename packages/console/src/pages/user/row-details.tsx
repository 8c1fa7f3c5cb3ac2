import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { hrefOf } from "../../place.ts";
import { stepLook } from "../../step-tone.ts";
import type { Row } from "../../timeline/story.ts";
import { amount, clockTime } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { InvocationLogs } from "./invocation-logs.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { SkipDialog } from "./skip-dialog.tsx";
import { TriggerEvent } from "./trigger-event.tsx";

/** The details of a chosen row: each entry of the journal, what left, the logs, and what can be done. */
export function RowDetails({ sub, row }: { sub: string; row: Row }) {
  const dialog = useSignal<"replay" | "skip" | undefined>(undefined);
  const close = () => {
    dialog.value = undefined;
  };
  const invocations = [...new Set(row.entries.flatMap(({ invocationId }) => invocationId ?? []))];
  const result = row.entries.findLast((entry) => entry.type === "step" && entry.data.result !== undefined);
  return (
    <section class="user-details" aria-label={`Details of ${row.label}`}>
      <header class="user-details-head">
        <h3>{row.label}</h3>
        <Badge tone={row.tone}>{row.says.split(",")[0] || "done"}</Badge>
      </header>
      {row.entries.length === 0 && <p class="quiet">It was not tried yet.</p>}
      <ol class="user-entries">
        {row.entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={new Date(entry.at).toISOString()}>{clockTime(entry.at)}</time>
            <span>
              <EntryWords entry={entry} />
            </span>
          </li>
        ))}
      </ol>
      {result?.type === "step" && <JsonBlock label="the result" value={result.data.result} />}
      {row.kind === "trigger" && <TriggerEvent sub={sub} row={row} />}
      {invocations.map((id) => (
        <InvocationLogs key={id} invocationId={id} entries={row.entries} />
      ))}
      {row.kind === "step" && (
        <div class="user-details-tools">
          <Button
            icon="again"
            onClick={() => {
              dialog.value = "replay";
            }}
          >
            Replay this step…
          </Button>
          <Button
            icon="skip"
            onClick={() => {
              dialog.value = "skip";
            }}
          >
            Skip…
          </Button>
        </div>
      )}
      {dialog.value === "replay" && <ReplayDialog sub={sub} step={row.label} onClose={close} />}
      {dialog.value === "skip" && <SkipDialog sub={sub} step={row.label} onClose={close} />}
    </section>
  );
}

/** One entry of the journal in words; a mail is a link to it. */
function EntryWords({ entry }: { entry: JournalEntry }) {
  switch (entry.type) {
    case "step": {
      const { state, attempt, durationMs, error } = entry.data;
      const facts = [stepLook(state).says, attempt && `attempt ${attempt}`, durationMs !== undefined && amount(durationMs)];
      return (
        <>
          {facts.filter(Boolean).join(", ")}
          {error && <em>{error}</em>}
        </>
      );
    }
    case "mail.sent":
      return (
        <>
          mail <a href={hrefOf("inbox", [entry.data.messageId])}>{entry.data.subject || "text message"}</a>
        </>
      );
    case "mail.withheld":
      return (
        <>
          mail “{entry.data.subject}” reaches nobody: {entry.data.reason}
        </>
      );
    case "event.put":
      return (
        <>
          event <a href={hrefOf("data", [], { tab: "events", event: entry.data.eventId })}>{entry.data.detailType}</a> from{" "}
          {entry.data.source}
        </>
      );
    case "trigger.started":
      return <>attempt {entry.data.attempt}</>;
    case "trigger.answered": {
      const { attempt, outcome, durationMs, error } = entry.data;
      const words = { ok: "answered", error: "failed", "no-answer": "no answer within the budget" }[outcome];
      return (
        <>
          attempt {attempt} {words}, {amount(durationMs)} of 5 s{error && <em>{error}</em>}
        </>
      );
    }
    case "invocation.started":
      return (
        <>
          {entry.data.functionName} starts{entry.data.coldStart && ", cold"}
        </>
      );
    case "invocation.ended":
      return (
        <>
          {entry.data.functionName} {entry.data.outcome === "ok" ? "ends" : entry.data.outcome}, {amount(entry.data.durationMs)}
          {entry.data.error && <em>{entry.data.error}</em>}
        </>
      );
    case "execution.started":
      return <>handed over to a durable execution</>;
    case "execution.waiting":
      return <>waits {amount(entry.data.until - entry.at)}</>;
    case "execution.ended":
      return <>ended: {entry.data.status.toLowerCase()}</>;
    case "user.confirmed":
      return <>by {entry.data.by}</>;
    case "user.signed-in":
      return <>groups in the ID token: {entry.data.groups.join(", ") || "none"}</>;
    case "user.added-to-group":
    case "user.removed-from-group":
      return <>{entry.data.group}</>;
    case "user.signed-up":
      return <>{entry.data.status}</>;
    case "user.updated":
      return <>{entry.data.attributes.join(", ")}</>;
    default:
      return <>{entry.type.replace("user.", "").replaceAll("-", " ")}</>;
  }
}
