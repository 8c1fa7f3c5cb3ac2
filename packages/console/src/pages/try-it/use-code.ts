import type { JournalEntry, WholeMail } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../api/client.ts";

/** The code that arrived last. */
export interface ArrivedCode {
  code: string | undefined;
  messageId: string;
  medium: "email" | "sms";
}

/** The code of the last mail or text message of Cognito to the user behind the journal's entry `since`, as soon as it is there. */
export function useCode(entries: readonly JournalEntry[], since = 0): ArrivedCode | undefined {
  const arrived = useSignal<ArrivedCode | undefined>(undefined);
  // What functions send has an invocation.
  const sent = entries.findLast(({ id, type, invocationId }) => type === "mail.sent" && id > since && !invocationId);
  const messageId = sent?.type === "mail.sent" ? sent.data.messageId : undefined;
  useEffect(() => {
    if (messageId === undefined) {
      arrived.value = undefined;
      return;
    }
    let ended = false;
    get<WholeMail>(`mails/${encodeURIComponent(messageId)}`).then(
      ({ code, medium }) => {
        if (!ended) arrived.value = { code, messageId, medium };
      },
      () => {},
    );
    return () => {
      ended = true;
    };
  }, [messageId, arrived]);
  return arrived.value?.messageId === messageId ? arrived.value : undefined;
}
