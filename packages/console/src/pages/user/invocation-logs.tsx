import type { JournalEntry } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { lookOf } from "../../log-look.ts";
import { clockTime } from "../../times.ts";
import { Failure } from "../../ui/failure.tsx";

/** What a function wrote during one invocation. It is read when it is opened, and again while the invocation runs. */
export function InvocationLogs({ invocationId, entries }: { invocationId: string; entries: readonly JournalEntry[] }) {
  const started = entries.find((entry) => entry.type === "invocation.started" && entry.invocationId === invocationId);
  const functionName = started?.type === "invocation.started" ? `${started.data.functionName}, ` : "";
  return (
    <details class="user-logs">
      <summary>
        Logs <span class="quiet">{`${functionName}${invocationId.slice(0, 8)}`}</span>
      </summary>
      <Lines invocationId={invocationId} />
    </details>
  );
}

function Lines({ invocationId }: { invocationId: string }) {
  const { value, error } = useLoad(
    (signal) => get<{ at: number; text: string }[]>(`invocation-logs/${encodeURIComponent(invocationId)}`, signal),
    [invocationId],
    (entry) => entry.invocationId === invocationId,
  );
  if (error.value) return <Failure error={error.value} />;
  if (value.value?.length === 0) return <p class="quiet">No line is kept of this invocation.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="user-lines" tabIndex={0} aria-label="Log lines">
      <ol>
        {value.value?.map(({ at, text }, index) => (
          <li key={index} data-look={lookOf(text)}>
            <time>{clockTime(at)}</time> {text.trimEnd()}
          </li>
        ))}
      </ol>
    </section>
  );
}
