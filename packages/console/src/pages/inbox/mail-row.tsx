import type { ListedMail } from "@foyer/local";
import { hrefOf } from "../../place.ts";
import { Badge } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Time } from "../../ui/time.tsx";
import { CodeButton } from "./code-button.tsx";
import { copyWords } from "./mail-words.ts";

export interface MailRowProps {
  mail: ListedMail;
  search: string;
  isNew: boolean;
  isChosen: boolean;
}

/** A mail in the list: to whom, about what, how it begins; its code beside it. */
export function MailRow({ mail, search, isNew, isChosen }: MailRowProps) {
  const { messageId, medium, to, subject, preview, attachments, code, copy, at } = mail;
  return (
    <div class="inbox-row" data-new={isNew} data-chosen={isChosen}>
      <a href={hrefOf("inbox", [messageId], { q: search })} aria-current={isChosen ? "true" : undefined}>
        <span class="inbox-row-to">
          <Icon name={medium === "sms" ? "message" : "mail"} size={14} />
          <span>{to.join(", ")}</span>
        </span>
        <span class="inbox-row-when">
          <Time at={at} />
        </span>
        <b>{medium === "sms" ? "Text message" : subject || "(no subject)"}</b>
        <span class="inbox-row-preview">
          {attachments > 0 && (
            <span title={`${attachments} attached`}>
              <Icon name="clip" size={12} />
              <span class="visually-hidden">{attachments} attached, </span>
            </span>
          )}
          {preview}
        </span>
        {copy && <Badge tone="warn">{copyWords(copy)}</Badge>}
      </a>
      {code && <CodeButton code={code} />}
    </div>
  );
}
