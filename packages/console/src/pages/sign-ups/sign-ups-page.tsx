import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import type { Place } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { Arrivals } from "../../ui/arrivals.tsx";
import { Choice } from "../../ui/choice.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { NobodyYet } from "./nobody-yet.tsx";
import { SignUpRow } from "./sign-up-row.tsx";
import { useSignUps } from "./use-sign-ups.ts";
import "./sign-ups.css";

const statuses = [
  { value: "", text: "All" },
  { value: "CONFIRMED", text: "Confirmed" },
  { value: "UNCONFIRMED", text: "Unconfirmed" },
  { value: "FORCE_CHANGE_PASSWORD", text: "Invited" },
] as const;

const isNarrow = matchMedia("(max-width: 52rem)");

/** `#/`: who signed up, and how far each is; new users come in live. */
export default function SignUpsPage({ place }: { place: Place }) {
  const search = place.query.get("q") ?? "";
  const status = statuses.find(({ value }) => value === place.query.get("status"))?.value ?? "";
  const { total, error, at, isNew, show } = useSignUps(search, status);
  const rowHeight = useRowHeight();
  const isFiltered = search !== "" || status !== "";
  useSteadyScroll(total, rowHeight);
  const keyOf = useCallback((index: number) => at(index)?.sub ?? `row-${index}`, [at]);
  const row = (index: number) => {
    const signUp = at(index);
    return signUp ? <SignUpRow signUp={signUp} isNew={isNew(signUp)} /> : <span class="sign-ups-row" aria-hidden="true" />;
  };
  const count = total === undefined ? "" : `${total.toLocaleString("en")} ${total === 1 ? "user" : "users"}`;
  return (
    <div class="page">
      <PageHeader title="Sign-ups" about={isFiltered ? `${count} found` : count || " "}>
        <SearchField label="Search users" value={search} onSearch={(q) => keepInAddress({ q })} />
        <Choice label="Status" options={statuses} chosen={status} onChoose={(value) => keepInAddress({ status: value })} />
      </PageHeader>
      <Failure error={error} />
      {total === 0 && !isFiltered && <NobodyYet />}
      {total === 0 && isFiltered && (
        <EmptyState icon="search" title="Nobody is found">
          <p>The search looks in e-mail addresses, phone numbers, names, usernames and subs.</p>
        </EmptyState>
      )}
      {total !== undefined && total > 0 && (
        <section class="sign-ups card" aria-label="Users">
          <div class="sign-ups-head" aria-hidden="true">
            <span>User</span>
            <span>Came by</span>
            <span>Status</span>
            <span>Onboarding</span>
            <span>When</span>
          </div>
          <VirtualList
            label="Users, the newest first"
            count={total}
            rowHeight={rowHeight}
            row={row}
            keyOf={keyOf}
            onShown={show}
          />
        </section>
      )}
      <Arrivals one="user" many="users" total={isFiltered ? undefined : total} />
    </div>
  );
}

function useRowHeight(): number {
  return isNarrow.matches ? 84 : 60;
}

/** Keeps the rows in view where they are when users arrive above them. */
function useSteadyScroll(total: number | undefined, rowHeight: number): void {
  const before = useRef(total);
  useLayoutEffect(() => {
    const grown = (total ?? 0) - (before.current ?? total ?? 0);
    before.current = total;
    if (grown > 0 && scrollY > 200) scrollBy({ top: grown * rowHeight, behavior: "instant" });
  }, [total, rowHeight]);
}
