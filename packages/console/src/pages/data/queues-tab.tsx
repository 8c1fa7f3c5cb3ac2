import type { ListedQueue, PeekedMessage, QueueMessages } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { useWindow } from "../../api/use-window.ts";
import { now } from "../../live.ts";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { MessageDialog } from "./message-dialog.tsx";
import { Picker } from "./picker.tsx";
import { Rows } from "./rows.tsx";

/** The queues of SQS, and the messages of one, which stay as they are. */
export function QueuesTab({ query }: { query: URLSearchParams }) {
  const { value, error, reload } = useLoad((signal) => get<ListedQueue[]>("queues", signal), []);
  useFresh(reload);
  const queues = value.value;
  const chosen = queues?.find(({ name }) => name === query.get("name")) ?? queues?.[0];
  const picks = queues?.map(({ name, waiting, workedOn, delayed }) => ({
    name,
    about: `${waiting} wait${workedOn > 0 ? `, ${workedOn} worked on` : ""}${delayed > 0 ? `, ${delayed} delayed` : ""}`,
  }));
  return (
    <>
      <Failure error={error.value} />
      {queues?.length === 0 && (
        <EmptyState icon="table" title="There is no queue">
          <p>
            <code>foyer dev --queue</code> makes one for the steps that send to it, and so does any client of SQS:
          </p>
          <CodeBlock label="the command" text="aws sqs create-queue --queue-name jobs" />
        </EmptyState>
      )}
      {picks && chosen && (
        <div class="data-split">
          <Picker label="Queues" tab="queues" picks={picks} chosen={chosen.name} />
          <Messages key={chosen.name} queue={chosen} />
        </div>
      )}
    </>
  );
}

function Messages({ queue: { name, arn, isFifo } }: { queue: ListedQueue }) {
  const chosen = useSignal<PeekedMessage | undefined>(undefined);
  const { total, error, at, show, reload } = useWindow<PeekedMessage>({
    list: name,
    growsAtTop: false,
    read: async (offset, limit, signal) => {
      const page = await get<QueueMessages>(`queues/${encodeURIComponent(name)}?offset=${offset}&limit=${limit}`, signal);
      return { total: page.total, rows: page.messages };
    },
  });
  useFresh(reload);
  return (
    <div class="data-view">
      <p class="data-arn">
        <code>{arn}</code> {isFifo && <Badge tone="info">FIFO</Badge>}
      </p>
      <Failure error={error} />
      {total === 0 && (
        <EmptyState icon="table" title="The queue is empty">
          <p>What is sent to it appears here. To look at a message does not receive it.</p>
        </EmptyState>
      )}
      {total !== undefined && total > 0 && (
        <Rows
          label={`Messages of ${name}, the oldest first`}
          count={total}
          at={at}
          keyOf={({ messageId }) => messageId}
          cells={(message) => ({
            title: <Time at={message.sentAt} />,
            preview: message.body.slice(0, 400),
            side: <State message={message} />,
          })}
          onOpen={(message) => {
            chosen.value = message;
          }}
          onShown={show}
        />
      )}
      {chosen.value && (
        <MessageDialog
          message={chosen.value}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function State({ message: { visibleAt, received } }: { message: PeekedMessage }) {
  if (visibleAt <= now.value)
    return <Badge tone={received > 0 ? "warn" : "idle"}>{received > 0 ? `back after ${received}` : "waits"}</Badge>;
  return <Badge tone={received > 0 ? "info" : "wait"}>{received > 0 ? "worked on" : "delayed"}</Badge>;
}
