import type { JournalEntry } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { serviceName } from "../../service-names.ts";
import { clockTime } from "../../times.ts";

type Strike = Extract<JournalEntry, { type: "fault.struck" }>;

const kindWords: Record<string, string> = {
  error: "error",
  throttle: "throttled",
  latency: "made to wait",
  hang: "left without an answer",
  "reply-lost": "done, its reply lost",
  "crash-function": "function crashed",
  "crash-local": "local AWS crashed",
};

/** What the faults did, live, the newest first. */
export function StrikesCard() {
  const { value } = useLoad(
    (signal) => get<Strike[]>("strikes?limit=60", signal),
    [],
    ({ type }) => type === "fault.struck",
  );
  const strikes = value.value;
  return (
    <section class="card faults-strikes" aria-label="What they struck">
      <h2>What they struck</h2>
      {strikes?.length === 0 && (
        <p class="quiet">
          Nothing yet. Switch a fault on, then sign somebody up: each call that it strikes appears here, and the retry on the
          user’s timeline.
        </p>
      )}
      <ol aria-live="polite">
        {strikes?.map((strike) => (
          <li key={strike.id}>
            <time dateTime={new Date(strike.at).toISOString()}>{clockTime(strike.at)}</time>
            <StrikeWords strike={strike} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function StrikeWords({ strike: { sub, data } }: { strike: Strike }) {
  const { service = "", operation, functionName, callerFunction, kind } = data;
  return (
    <span>
      <b>{functionName ?? operation}</b> {functionName === undefined && <span class="quiet">{serviceName(service)}</span>}
      <br />
      <span class="faults-struck-words">{kindWords[kind] ?? kind}</span>
      {callerFunction && <span class="quiet">, called by {callerFunction}</span>}
      {sub && (
        <>
          {" · "}
          <a href={hrefOf("users", [sub])}>the user</a>
        </>
      )}
    </span>
  );
}
