import type { OutsideRequest } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { CodeBlock, JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { Rows } from "./rows.tsx";

/** The requests that functions sent to servers of others, which the local AWS recorded in their place. */
export function OutsideTab() {
  const { value, error, reload } = useLoad((signal) => get<OutsideRequest[]>("outside", signal), []);
  useFresh(reload);
  const chosen = useSignal<OutsideRequest | undefined>(undefined);
  const requests = value.value;
  return (
    <div class="data-view">
      <Failure error={error.value} />
      {requests?.length === 0 && (
        <EmptyState icon="handOver" title="No request left for the outside">
          <p>
            What a step sends to a server of others does not reach it under <code>foyer dev</code>: the request is recorded here,
            and answered with 200.
          </p>
        </EmptyState>
      )}
      {requests && requests.length > 0 && (
        <>
          <p class="quiet" role="status">
            {requests.length === 1000 ? "The last 1,000" : requests.length} {requests.length === 1 ? "request" : "requests"},
            which reached nobody
          </p>
          <Rows
            label="Outside requests, the newest first"
            count={requests.length}
            at={(index) => requests[index]}
            keyOf={(request) => requests.length - requests.indexOf(request)}
            cells={({ method, url, body, at }) => ({
              title: `${method} ${url}`,
              preview: body.slice(0, 300),
              when: <Time at={at} />,
            })}
            onOpen={(request) => {
              chosen.value = request;
            }}
          />
        </>
      )}
      {chosen.value && (
        <Dialog
          title={`${chosen.value.method} ${chosen.value.url}`}
          onClose={() => {
            chosen.value = undefined;
          }}
        >
          <CodeBlock label="the body" text={chosen.value.body} />
          <JsonBlock label="the headers" value={chosen.value.headers} />
        </Dialog>
      )}
    </div>
  );
}
