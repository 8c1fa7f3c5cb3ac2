import type { ListedMails, WholeMail } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { Badge } from "../../ui/badge.tsx";
import { Time } from "../../ui/time.tsx";
import { CodeButton } from "./code-button.tsx";
import { copyWords } from "./mail-words.ts";

const shown = 50;

/** The text messages to one number, as its phone shows them; the chosen one stands out. */
export function TextThread({ mail }: { mail: WholeMail }) {
  const number = mail.to[0] ?? "";
  const { value } = useLoad(
    (signal) => get<ListedMails>(`mails?search=${encodeURIComponent(number)}&limit=${shown}`, signal),
    [number],
    ({ type, data }) => type === "mail.sent" && "medium" in data && data.medium === "sms",
  );
  const thread = (value.value?.mails ?? []).filter(({ medium, to }) => medium === "sms" && to.includes(number)).toReversed();
  return (
    <ol class="inbox-thread" aria-label={`Text messages to ${number}`}>
      {thread.map(({ messageId, preview, from, at, code, copy }) => (
        <li key={messageId} data-chosen={messageId === mail.messageId}>
          <span class="quiet">
            {from} <Time at={at} />
          </span>
          <p class="inbox-bubble">{messageId === mail.messageId ? mail.text : preview}</p>
          <span class="inbox-bubble-tools">
            {code && <CodeButton code={code} />}
            {copy && <Badge tone="warn">{copyWords(copy)}</Badge>}
            {messageId !== mail.messageId && <a href={hrefOf("inbox", [messageId])}>Who sent it</a>}
          </span>
        </li>
      ))}
    </ol>
  );
}
