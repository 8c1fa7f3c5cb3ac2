import { hrefOf } from "../../place.ts";
import { Badge } from "../../ui/badge.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Time } from "../../ui/time.tsx";
import { type DeniedCall, type DeniedCaller, policyOf } from "./denied.ts";

/** What a caller is denied, each with the statement for it, and the policy for all of it. */
export function DeniedCallerCard({ caller }: { caller: DeniedCaller }) {
  const { name, roleArn, calls } = caller;
  const policy = policyOf(caller);
  const isFunction = calls[0]?.denial.functionName !== undefined;
  return (
    <section class="card access-caller" aria-label={`Denied to ${name}`}>
      <header>
        <h2>{isFunction ? <a href={hrefOf("functions", [name])}>{name}</a> : name}</h2>
        {roleArn && <code class="quiet">{roleArn}</code>}
      </header>
      <ul>
        {calls.map((call) => (
          <li key={call.denial.id}>
            <Denied call={call} />
          </li>
        ))}
      </ul>
      {policy && calls.length > 1 && (
        <details>
          <summary>A policy with all of it</summary>
          <JsonBlock label={`the policy of ${name}`} value={policy} />
        </details>
      )}
    </section>
  );
}

function Denied({ call: { denial, times, lastAt } }: { call: DeniedCall }) {
  const { action, resource, mode, reason, sid, statement, sub } = denial;
  return (
    <>
      <p class="access-what">
        <b>{action}</b>
        <Badge tone={mode === "enforce" ? "bad" : "warn"}>{mode === "enforce" ? "refused" : "done, AWS would refuse it"}</Badge>
        <span class="quiet">
          {times > 1 && `${times} times, last `}
          <Time at={lastAt} />
          {sub && (
            <>
              {" · "}
              <a href={hrefOf("users", [sub])}>the user</a>
            </>
          )}
        </span>
      </p>
      <p class="access-resource">
        on <code>{resource}</code>, {reasonWords(reason, sid)}
      </p>
      {statement ? (
        <JsonBlock label={`the statement for ${action}`} value={statement} />
      ) : (
        <p class="notice" data-tone="warn">
          A statement denies it, so none that allows it helps: take that statement away, or narrow it.
        </p>
      )}
    </>
  );
}

const reasons: Record<string, string> = {
  "no-identity-policy": "which no policy of the role allows",
  "no-resource-policy": "which the resource’s own policy does not allow",
  "no-boundary": "which the permissions boundary does not allow",
  "no-session-policy": "which the session’s policy does not allow",
};

function reasonWords(reason: string, sid: string | undefined): string {
  if (reason === "explicit-deny") return sid === undefined ? "which a statement denies" : `which the statement “${sid}” denies`;
  return reasons[reason] ?? reason.replaceAll("-", " ");
}
