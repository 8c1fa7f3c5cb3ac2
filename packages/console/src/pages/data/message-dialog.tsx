import type { PeekedMessage } from "@foyer/local";
import { CodeBlock, JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Time } from "../../ui/time.tsx";

/** A message of a queue, whole. */
export function MessageDialog({ message, onClose }: { message: PeekedMessage; onClose: () => void }) {
  const { messageId, body, attributes, groupId, deduplicationId, sentAt, received, visibleAt } = message;
  const json = parsed(body);
  return (
    <Dialog title="Message" onClose={onClose}>
      <dl class="facts">
        <dt>Id</dt>
        <dd>
          <code>{messageId}</code>
        </dd>
        <dt>Sent</dt>
        <dd>
          <Time at={sentAt} />
        </dd>
        <dt>Received</dt>
        <dd>{received === 0 ? "never" : `${received} ${received === 1 ? "time" : "times"}`}</dd>
        <dt>Visible from</dt>
        <dd>
          <Time at={visibleAt} />
        </dd>
        {groupId !== undefined && (
          <>
            <dt>Group</dt>
            <dd>{groupId}</dd>
          </>
        )}
        {deduplicationId !== undefined && (
          <>
            <dt>De-duplication id</dt>
            <dd>{deduplicationId}</dd>
          </>
        )}
      </dl>
      {json === undefined ? <CodeBlock label="the body" text={body} /> : <JsonBlock label="the body" value={json} />}
      {Object.keys(attributes).length > 0 && <JsonBlock label="the attributes" value={attributes} />}
    </Dialog>
  );
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
