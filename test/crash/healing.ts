import { setTimeout as pause } from "node:timers/promises";
import { LambdaClient, paginateListDurableExecutionsByFunction } from "@aws-sdk/client-lambda";
import { Operator, type SweepProgress, sweep } from "foyer/operate";
import type { Flow } from "./flow.ts";
import { credentials, foyer, type Place } from "./place.ts";
import { isClosed, isDue, type KnownUser, knownUsers } from "./users.ts";

const aws = (place: Place) => ({ region: "us-east-1", endpoint: place.url, credentials });

/** What the sweeps of the run found. */
export class Healing {
  readonly #place: Place;
  readonly counts = { "sweep: confirmed users without an entry, onboarded": 0, "sweep: entries left open, resumed": 0 };
  readonly broken: string[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  /** Sweeps, and lets by `advance` come due what waits, until everybody has come so far. */
  async until(what: string, isFar: (user: KnownUser) => boolean, timeoutMs: number, advance = "1 hour"): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      await this.sweep();
      await pause(300);
      const behind = (await knownUsers(this.#place)).filter((user) => isDue(user) && !isFar(user));
      if (behind.length === 0) return;
      if (performance.now() > deadline) {
        this.broken.push(`${behind.length} users did not come through ${what} within ${timeoutMs / 1000} s: ${statesOf(behind)}`);
        return;
      }
      await foyer(this.#place, "clock", { advance });
    }
  }

  /** Lets executions end whose user has come to the end: one that was killed right then is tried again after a pause. */
  async executionsEnd(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while ((await runningExecutions(this.#place)) > 0 && performance.now() < deadline) {
      await oneMinuteLater(this.#place);
      await pause(300);
    }
  }

  /** One sweep, as the schedule starts it. */
  async sweep(): Promise<void> {
    const place = this.#place;
    const workerArn = "arn:aws:lambda:us-east-1:000000000000:function:foyer-worker:live";
    const { aheadMs } = await foyer<{ aheadMs: number }>(place, "clock");
    const operator = new Operator({
      userPoolId: place.foyer.userPoolId,
      workerArn,
      aws: aws(place),
      now: () => Date.now() + aheadMs,
    });
    let last: SweepProgress | undefined;
    for await (last of sweep(operator, { openForMs: 0, requestsPerSecond: 1_000 }));
    this.counts["sweep: confirmed users without an entry, onboarded"] += last?.opened ?? 0;
    this.counts["sweep: entries left open, resumed"] += last?.resumed ?? 0;
    if (last?.failed) this.broken.push(`a sweep could not help ${last.failed} users: ${last.lastError}`);
  }
}

/** How many executions of the worker are under way; one that waits is. */
export async function runningExecutions(place: Place): Promise<number> {
  const client = new LambdaClient(aws(place));
  const about = { FunctionName: "foyer-worker", Statuses: ["RUNNING" as const] };
  let running = 0;
  for await (const { DurableExecutions } of paginateListDurableExecutionsByFunction({ client, pageSize: 1000 }, about))
    running += DurableExecutions?.length ?? 0;
  client.destroy();
  return running;
}

/** Everything of the flow before its first wait. */
export function isBeforeTheWait({ later }: Flow, { entry, resets }: KnownUser): boolean {
  const steps = [...(entry?.steps ?? [])];
  const pending = steps.some(([name, state]) => !later.includes(name) && (state === "pending" || state === "started"));
  return (isClosed(entry) || (steps.length > 0 && !pending)) && resets.every(isClosed);
}

export function isAtEnd({ entry, resets }: KnownUser): boolean {
  return isClosed(entry) && resets.every(isClosed);
}

/** Lets the first pauses between attempts be over. */
export function oneMinuteLater(place: Place): Promise<unknown> {
  return foyer(place, "clock", { advance: "1 minute" });
}

/** Lets a short pause be over. */
export function secondsLater(place: Place): Promise<unknown> {
  return foyer(place, "clock", { advance: "20 seconds" });
}

/** Lets a wait of the flow be over. */
export function threeDaysLater(place: Place): Promise<unknown> {
  return foyer(place, "clock", { advance: "3 days" });
}

function statesOf(users: KnownUser[]): string {
  const states = users.map(({ status, entry, resets }) => {
    const of = [entry, ...resets].map((each) => `${each?.status} ${JSON.stringify(Object.fromEntries(each?.steps ?? []))}`);
    return `${status}: ${of.join(" and ")}`;
  });
  return [...new Set(states)].slice(0, 5).join("; ");
}
