import type { WholeMail } from "@foyer/local";
import { useRef } from "preact/hooks";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { keepInAddress, place } from "../../router.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Table } from "../../ui/table.tsx";
import { type Tab, Tabs } from "../../ui/tabs.tsx";
import { MailFrame } from "./mail-frame.tsx";
import { MailHead } from "./mail-head.tsx";
import { size } from "./mail-words.ts";
import { TextThread } from "./text-thread.tsx";

/** A mail with all its parts. */
export function MailView({ messageId, search }: { messageId: string; search: string }) {
  const about = useRef<string>(undefined);
  const { value, error } = useLoad(
    (signal) => get<WholeMail>(`mails/${encodeURIComponent(messageId)}`, signal),
    [messageId],
    // A step tells after the mail has left; and a second one makes this one a duplicate.
    ({ type, sub }) => (type === "step" || type === "mail.sent") && Boolean(sub) && sub === about.current,
  );
  const mail = value.value;
  about.current = mail?.sub;
  if (error.value) return <Missing error={error.value} />;
  if (!mail || mail.messageId !== messageId) return null;
  const tabs = tabsOf(mail);
  const chosen = place.value.query.get("tab") ?? tabs[0]?.id ?? "";
  return (
    <article class="inbox-mail card">
      <MailHead mail={mail} search={search} />
      {mail.medium === "sms" ? (
        <TextThread mail={mail} />
      ) : (
        <Tabs
          label="Parts of the mail"
          tabs={tabs}
          chosen={chosen}
          onChoose={(tab) => keepInAddress({ tab: tab === tabs[0]?.id ? undefined : tab })}
        />
      )}
    </article>
  );
}

function tabsOf(mail: WholeMail): Tab[] {
  const { html, text, source, headers, parts } = mail;
  return [
    ...(html === undefined ? [] : [{ id: "mail", label: "Mail", panel: () => <MailFrame mail={mail} /> }]),
    ...(text === undefined ? [] : [{ id: "text", label: "Text", panel: () => <p class="inbox-text">{text}</p> }]),
    ...(parts.length === 0
      ? []
      : [{ id: "attachments", label: `Attachments (${parts.length})`, panel: () => <Attachments mail={mail} /> }]),
    { id: "headers", label: `Headers (${headers.length})`, panel: () => <Headers mail={mail} /> },
    { id: "source", label: "Source", panel: () => <CodeBlock label="the source" text={source ?? html ?? text ?? ""} /> },
  ];
}

function Attachments({ mail: { messageId, parts } }: { mail: WholeMail }) {
  return (
    <ul class="inbox-attachments">
      {parts.map(({ name, type, size: bytes, contentId }, index) => (
        <li key={index}>
          <a class="button" href={`/_foyer/mail-attachments/${encodeURIComponent(messageId)}?part=${index}`} download={name}>
            <Icon name="clip" />
            {name || "attachment"}
          </a>
          <span class="quiet">
            {type}, {size(bytes)}
            {contentId && ", shown in the mail"}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Headers({ mail: { headers, tags } }: { mail: WholeMail }) {
  const rows = [...headers, ...Object.entries(tags).map(([name, value]) => ({ name: `Tag ${name}`, value }))];
  if (rows.length === 0)
    return <p class="quiet">The sender set none. SES adds its own (Message-ID, Date, DKIM-Signature) when it sends.</p>;
  return (
    <Table
      label="Headers"
      rows={rows.map((row, index) => ({ ...row, index }))}
      keyOf={({ index }) => index}
      columns={[
        { title: "Name", cell: ({ name }) => name },
        { title: "Value", cell: ({ value }) => <span class="inbox-value">{value}</span> },
      ]}
    />
  );
}

function Missing({ error }: { error: Error }) {
  if (!("status" in error) || error.status !== 404) return <Failure error={error} />;
  return (
    <EmptyState icon="mail" title="There is no such mail">
      <p>A reset of the local AWS forgets mails.</p>
    </EmptyState>
  );
}
