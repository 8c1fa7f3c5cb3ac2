import { amount, clockTime } from "../../times.ts";
import { JsonBlock } from "../../ui/code-block.tsx";
import { calls, type MadeCall } from "./calls.ts";

/** Every call that this page made, as an app would have to make it. */
export function CallsLog() {
  return (
    <section class="try-it-calls card" aria-label="Calls of Cognito">
      <h2>Calls of Cognito</h2>
      {calls.value.length === 0 ? (
        <p class="quiet">What this page asks Cognito is listed here, with the answer: it is what your app would send.</p>
      ) : (
        <ol>
          {calls.value.map((call) => (
            <li key={call.id}>
              <Call call={call} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Call({ call: { operation, input, answer, failure, at, durationMs } }: { call: MadeCall }) {
  return (
    <details>
      <summary class="try-it-calls-head" data-tone={failure ? "bad" : "good"}>
        <i class="try-it-calls-mark" aria-hidden="true" />
        <b>{operation}</b>
        <span class="try-it-calls-when quiet">
          {clockTime(at)}, {amount(durationMs)}
        </span>
        {failure && <span class="try-it-failure try-it-calls-failure">{failure.code}</span>}
      </summary>
      <h3>Asked</h3>
      <JsonBlock label={`what ${operation} was given`} value={input} />
      <h3>Answered</h3>
      {failure ? (
        <p class="try-it-failure">{failure.message}</p>
      ) : (
        <JsonBlock label={`what ${operation} answered`} value={answer} />
      )}
    </details>
  );
}
