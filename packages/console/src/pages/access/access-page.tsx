import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import type { Place } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { callersOf, foundIn, type ListedDenial } from "./denied.ts";
import { DeniedCallerCard } from "./denied-caller-card.tsx";
import "./access.css";

/** `#/access`: which calls AWS would refuse, and the statement that is missing. */
export default function AccessPage({ place }: { place: Place }) {
  const search = place.query.get("q") ?? "";
  const { value, error } = useLoad(
    (signal) => get<ListedDenial[]>("denials", signal),
    [],
    ({ type }) => type === "access.denied",
  );
  const denials = value.value;
  const all = callersOf(denials ?? []);
  const shown = foundIn(all, search);
  const times = denials?.length ?? 0;
  return (
    <div class="page">
      <PageHeader
        title="Access"
        about={
          denials &&
          (times === 0
            ? "No call was denied"
            : `${times === 1000 ? "The last 1,000 calls" : `${times} ${times === 1 ? "call" : "calls"}`} denied, by ${all.length} ${all.length === 1 ? "caller" : "callers"}`)
        }
      >
        {times > 0 && <SearchField label="Search actions" value={search} onSearch={(q) => keepInAddress({ q })} />}
      </PageHeader>
      <Failure error={error.value} />
      {times === 0 && denials && <NothingDenied />}
      {times > 0 && shown.length === 0 && (
        <EmptyState icon="search" title="Nothing is found">
          <p>The search looks in callers, actions and resources.</p>
        </EmptyState>
      )}
      <div class="access-callers">
        {shown.map((caller) => (
          <DeniedCallerCard key={caller.name} caller={caller} />
        ))}
      </div>
      <p class="visually-hidden" aria-live="polite">
        {times > 0 && `${times} denied calls`}
      </p>
    </div>
  );
}

function NothingDenied() {
  return (
    <EmptyState icon="shield" title="No call was denied">
      <p>
        Each call of a function is judged by the policies of its role, as AWS does it. What no policy allows appears here with the
        statement that is missing, ready to be pasted.
      </p>
      <p>
        What the steps of an onboarding need is printed by <code>foyer policy</code>. To have such calls refused, and not only
        told:
      </p>
      <CodeBlock label="the command" text="npx foyer dev --iam enforce" />
    </EmptyState>
  );
}
