import type { WholeMail } from "@foyer/local";
import { hrefOf } from "../../place.ts";
import { dateAndTime } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { CodeButton } from "./code-button.tsx";
import { copyWords, timelineRowOf } from "./mail-words.ts";

/** What a mail is about, from whom to whom, and which work sent it. */
export function MailHead({ mail, search }: { mail: WholeMail; search: string }) {
  const { medium, subject, from, to, cc, bcc, replyTo, at, code, copy } = mail;
  const facts: [string, string[]][] = [
    ["From", [from]],
    ["To", to],
    ["Cc", cc],
    ["Bcc", bcc],
    ["Reply to", replyTo],
    ["Sent", [dateAndTime(at)]],
  ];
  return (
    <header class="inbox-head">
      <a class="inbox-back" href={hrefOf("inbox", [], { q: search })}>
        <Icon name="back" size={14} />
        Inbox
      </a>
      <div class="inbox-head-title">
        <PageTitle>{medium === "sms" ? "Text message" : subject || "(no subject)"}</PageTitle>
        {code && <CodeButton code={code} />}
      </div>
      {copy && (
        <p class="notice" data-tone="warn">
          <b>{copyWords(copy)}.</b> The same effect reached the same people {copy.of === 2 ? "twice" : `${copy.of} times`}: an
          attempt whose outcome nobody knew was repeated, or the attempts of a trigger overlapped.
        </p>
      )}
      <dl class="facts">
        {facts.map(
          ([name, values]) =>
            values.length > 0 && [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{values.join(", ")}</dd>],
        )}
        <dt>Sent by</dt>
        <dd>
          <Sender mail={mail} />
        </dd>
      </dl>
    </header>
  );
}

function Sender({ mail: { via, sub, sentBy } }: { mail: WholeMail }) {
  const timeline = sub && (
    <a href={hrefOf("users", [sub], { row: sentBy && timelineRowOf(sentBy) })}>
      {sentBy?.step ? "See the attempt in the timeline" : "Timeline of the user"}
    </a>
  );
  if (!sentBy)
    return (
      <span class="inbox-sender">
        {via === "cognito" ? "Cognito" : "SES, for a caller outside of functions"} {timeline}
      </span>
    );
  const { step, attempt, functionName, invocationId } = sentBy;
  return (
    <span class="inbox-sender">
      {step ? (
        <>
          <Badge tone="info">{step}</Badge>
          {attempt !== undefined && `attempt ${attempt}`}
        </>
      ) : (
        <span>the function {functionName}</span>
      )}
      <span class="quiet" title={`Invocation ${invocationId}`}>
        {step && functionName ? `in ${functionName}, ` : ""}
        {invocationId.slice(0, 8)}
      </span>
      {timeline}
    </span>
  );
}
