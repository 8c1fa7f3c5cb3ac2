import { CommandError } from "../errors.ts";
import { AwsFailure, type LocalClient } from "../local-client.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";
import type { TriggerEvent } from "./subject.ts";

/** An event that a trigger received, as it is listed. */
export interface ListedEvent {
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  functionArn: string;
  triggerSource: string;
  userName: string;
  outcome: "under way" | "ok" | "failed" | "sent";
  error?: string;
}

export type RecordedEvent = Pick<ListedEvent, "id" | "at"> & { event: TriggerEvent };

const listed = 20;

/** The last events that triggers received, the newest first. */
export function listRecorded(local: LocalClient): Promise<ListedEvent[]> {
  return local.foyer(`trigger-events?limit=${listed}`);
}

/** The event that `wanted` names: its id, `last`, or a trigger source for the last of that. @throws {CommandError} when there is none. */
export async function findRecorded(local: LocalClient, wanted: string): Promise<RecordedEvent> {
  const id = wanted === "last" ? "latest" : /^\d+$/.test(wanted) ? wanted : await lastOf(local, wanted);
  try {
    return await local.foyer(`trigger-events/${id}`);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    throw new CommandError(nothing(wanted), { cause: error });
  }
}

async function lastOf(local: LocalClient, source: string): Promise<number> {
  const all = await local.foyer<ListedEvent[]>("trigger-events");
  const found = all.find(({ triggerSource }) => triggerSource === source);
  if (!found) throw new CommandError(nothing(source));
  return found.id;
}

function nothing(wanted: string): string {
  const what = wanted === "last" ? "No event was recorded yet" : `There is no recorded event '${wanted}'`;
  return `${what}. \`foyer invoke --recorded\` lists what there is.`;
}

/** A line for each event: id, time, source, function, outcome. */
export function recordedTable(events: ListedEvent[], { style }: Terminal): string {
  if (events.length === 0) return "No trigger has received an event yet.";
  const width = (column: (event: ListedEvent) => string) => Math.max(...events.map((event) => column(event).length));
  const name = ({ functionArn }: ListedEvent) => functionArn.split(":")[6] ?? functionArn;
  const [ids, sources, names] = [width(({ id }) => String(id)), width(({ triggerSource }) => triggerSource), width(name)];
  const lines = events.map((event) => {
    const { id, at, triggerSource, outcome, error } = event;
    const how = outcome === "failed" ? style("red", `✗ ${error}`) : outcome === "ok" ? style("green", "✓ ok") : outcome;
    return `  ${String(id).padStart(ids)}  ${dateAndTime(at)}  ${triggerSource.padEnd(sources)}  ${name(event).padEnd(names)}  ${how}`;
  });
  return [
    ...lines,
    "",
    style("dim", "  Send one again: foyer invoke --recorded ID, or last, or a trigger source for its last"),
  ].join("\n");
}
