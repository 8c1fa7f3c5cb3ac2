import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LoadedFlow, Receiver } from "./flow.ts";

/** What a receiver has of one message. */
export interface Arrival {
  /** The key by which the receiver, or who reads there, knows a repetition. */
  id: string;
  sub: string;
  /** Milliseconds since the epoch of the local AWS. */
  at: number;
}

/** All that ever arrived, by the step that sent it. The server must have stopped. */
export function readArrivals(dataDir: string, { keyed }: LoadedFlow): Map<string, Arrival[]> {
  const database = new DatabaseSync(join(dataDir, "foyer.sqlite"), { readOnly: true });
  try {
    return new Map(Object.entries(keyed).map(([step, receiver]) => [step, arrivalsAt(database, receiver)]));
  } finally {
    database.close();
  }
}

function arrivalsAt(database: DatabaseSync, receiver: Receiver): Arrival[] {
  const rows = (sql: string, value: string) => database.prepare(sql).all(value) as Record<string, string & number>[];
  const message = (json: string | undefined) => JSON.parse(json ?? "{}") as { id: string; sub: string };
  switch (receiver.at) {
    case "bus":
      return rows("SELECT at, detail FROM events_event WHERE detail_type = ?", receiver.detailType).map((row) => ({
        ...pick(message(row.detail)),
        at: Number(row.at),
      }));
    case "queue":
      return rows("SELECT sent_at, body FROM sqs_message WHERE queue = ?", receiver.queue).map((row) => ({
        ...pick(message(row.body)),
        at: Number(row.sent_at),
      }));
    case "state machine":
      return rows(
        "SELECT started_at, name, input FROM states_execution WHERE machine_arn LIKE '%:' || ?",
        receiver.stateMachine,
      ).map((row) => ({ id: String(row.name), sub: message(row.input).sub, at: Number(row.started_at) }));
    case "durable function":
      // The executions themselves are forgotten after their retention.
      return rows(
        "SELECT at, sub, data ->> 'name' AS name FROM journal WHERE type = 'execution.started' AND data ->> 'executionArn' LIKE '%:function:' || ? || ':%'",
        receiver.functionName,
      ).map((row) => ({ id: String(row.name), sub: String(row.sub), at: Number(row.at) }));
    case "server outside":
      return rows("SELECT at, headers, body FROM outside_request WHERE url LIKE ? || '%'", receiver.url).map((row) => {
        const request = { headers: JSON.parse(row.headers ?? "{}"), body: JSON.parse(row.body ?? "{}") };
        return { ...pick(receiver.message(request)), at: Number(row.at) };
      });
  }
}

const pick = ({ id, sub }: { id: string; sub: string }) => ({ id, sub });
