import { useCallback } from "preact/hooks";
import { hrefOf, type Place } from "../../place.ts";
import { goTo, keepInAddress } from "../../router.ts";
import { Arrivals } from "../../ui/arrivals.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { MailRow } from "./mail-row.tsx";
import { MailView } from "./mail-view.tsx";
import { NoMailYet } from "./no-mail-yet.tsx";
import { useMails } from "./use-mails.ts";
import "./inbox.css";

const rowHeight = 92;

/** `#/inbox/<messageId>`: every mail and text message, the newest first and live, beside the one that is chosen. */
export default function InboxPage({ place }: { place: Place }) {
  const [messageId] = place.path;
  const search = place.query.get("q") ?? "";
  const { total, error, at, isNew, show } = useMails(search);
  const keyOf = useCallback((index: number) => at(index)?.messageId ?? `row-${index}`, [at]);
  const count =
    total === undefined ? " " : `${total.toLocaleString("en")} ${total === 1 ? "message" : "messages"}${search && " found"}`;
  const field = <SearchField label="Search mails" value={search} onSearch={(q) => keepInAddress({ q })} />;
  const row = (index: number) => {
    const mail = at(index);
    if (!mail) return <span class="inbox-row" aria-hidden="true" />;
    return <MailRow mail={mail} search={search} isNew={isNew(mail)} isChosen={mail.messageId === messageId} />;
  };
  const leave = ({ key }: KeyboardEvent) => {
    if (key !== "Escape" || messageId === undefined) return;
    const chosen = document.querySelector<HTMLElement>('.inbox-row[data-chosen="true"] a');
    if (chosen?.checkVisibility()) chosen.focus();
    else goTo("inbox", [], { q: search });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the mail, wherever in it the focus is
    <div class="page inbox" data-open={messageId !== undefined} onKeyDown={leave}>
      {messageId === undefined ? (
        <PageHeader title="Inbox" about={count}>
          {field}
        </PageHeader>
      ) : (
        // The name of the page is the mail's.
        <header class="page-header inbox-name">
          <div class="page-header-words">
            <a href={hrefOf("inbox", [], { q: search })}>Inbox</a>
            <p class="quiet">{count}</p>
          </div>
          <div class="page-header-tools">{field}</div>
        </header>
      )}
      <Failure error={error} />
      {total === 0 && search === "" && messageId === undefined && <NoMailYet />}
      {total === 0 && search !== "" && (
        <EmptyState icon="search" title="No mail is found">
          <p>The search looks in addresses, phone numbers, subjects and in the words of mails.</p>
        </EmptyState>
      )}
      <div class="inbox-columns">
        {total !== undefined && total > 0 && (
          <section class="inbox-list card" aria-label="Mails">
            <VirtualList
              label="Mails, the newest first"
              count={total}
              rowHeight={rowHeight}
              row={row}
              keyOf={keyOf}
              onShown={show}
            />
          </section>
        )}
        <div class="inbox-chosen">
          {messageId !== undefined ? (
            <MailView messageId={messageId} search={search} />
          ) : (
            total !== undefined && total > 0 && <Hint />
          )}
        </div>
      </div>
      <Arrivals one="message" many="messages" total={search === "" ? total : undefined} />
    </div>
  );
}

function Hint() {
  return (
    <p class="inbox-hint quiet">
      <Icon name="mail" size={22} />
      Choose a mail to see it as its reader does, and which step sent it.
    </p>
  );
}
