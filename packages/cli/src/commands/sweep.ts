import type { SweepCursor, SweepProgress } from "foyer/operate";
import { UsageError } from "../errors.ts";
import { deploymentOptions, workerOption } from "../ledger/deployment.ts";
import { operate } from "../ledger/operate.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  since: { type: "string", value: "AMOUNT", help: "only users created since: 12h, 30d or a date such as 2026-11-01 (else all)" },
  "dry-run": { type: "boolean", help: "only count" },
  from: { type: "string", value: "PLACE", help: "go on where an earlier sweep says it stopped" },
  rate: { type: "string", value: "N", default: "25", help: "requests a second that it may make" },
  ...jsonOption,
  ...deploymentOptions,
  ...workerOption,
} as const satisfies Options;

export const description = `Finds whoever was missed: entries of the ledger that are open too long, whose executions it starts or replaces, and
confirmed users of the pool without an entry, whom it onboards. It is harmless to repeat and to stop: at Ctrl-C it says where
it is, and exits with 130.`;

export const examples: [string, string][] = [
  ["foyer sweep --dry-run", "how many were missed, on the local AWS"],
  ["foyer sweep --since 30d", "help them, but leave older users alone"],
  ["foyer sweep --user-pool us-east-1_AbCdEfGhI --worker ARN", "a pool in your account"],
];

// The exit code of a process that Ctrl-C ended.
const interrupted = 130;

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parse(args, options, []);
  const { since, from, json, "dry-run": dryRun = false } = values;
  const requestsPerSecond = Number(values.rate);
  if (!(requestsPerSecond > 0)) throw new UsageError(`Cannot make '${values.rate}' requests a second: it must be more than 0.`);
  const moment = since === undefined ? undefined : readSince(since);
  const cursor = from === undefined ? undefined : cursorOf(from);
  using stop = stopSignal(terminal);
  const last = await operate(values, async (operator) => {
    const { sweep } = await import("foyer/operate");
    if (!dryRun) await operator.worker();
    let progress: SweepProgress | undefined;
    const swept = sweep(operator, {
      dryRun,
      requestsPerSecond,
      signal: stop.signal,
      ...(moment && { usersSince: moment.at ?? operator.now() - moment.agoMs }),
      ...(cursor && { cursor }),
    });
    for await (progress of swept) terminal.progress(line(progress));
    terminal.progress();
    return progress;
  });
  const at = last ? last.cursor : (cursor ?? { phase: "entries" as const });
  if (json) terminal.print(JSON.stringify({ ...last, dryRun, stoppedAt: at && placeOf(at) }, null, 2));
  else if (last) terminal.print(summary(last, dryRun));
  if (at) {
    terminal.complain(`Stopped half-way. \`foyer sweep --from '${placeOf(at)}'\` goes on from there, with the same options.`);
    return interrupted;
  }
  return last && last.failed > 0 ? 1 : 0;
}

function line({ phase, pages, users, overdue, missing, failed }: SweepProgress): string {
  const what = phase === "entries" ? "reading the ledger" : `${users} users of the pool`;
  return `${what}, page ${pages}: ${overdue} open too long, ${missing} without an entry, ${failed} failed`;
}

function summary(last: SweepProgress, dryRun: boolean): string {
  const { users, overdue, running, resumed, parked, missing, opened, failed, lastError } = last;
  const done = [`${running} still under way`, `${resumed} started afresh`, `${parked} parked`].join(", ");
  return [
    `open too long     ${overdue}${dryRun || overdue === 0 ? "" : `: ${done}`}`,
    `without an entry  ${missing} of ${users} users${dryRun || missing === 0 ? "" : `: ${opened} onboarded`}`,
    ...(failed > 0 ? [`failed            ${failed}, the last one: ${lastError}`] : []),
    ...(dryRun ? ["Nothing was changed: without --dry-run they are seen to."] : []),
  ].join("\n");
}

const unitsMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment in milliseconds since the epoch, or how long ago it is. */
function readSince(text: string): { at: number } | { at?: undefined; agoMs: number } {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count && unit) return { agoMs: Number(count) * (unitsMs[unit] as number) };
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return { at };
  throw new UsageError(`Cannot sweep since '${text}': it must be an amount like 12h or 30d, or a date such as 2026-11-01.`);
}

function placeOf({ phase, page }: SweepCursor): string {
  return page === undefined ? phase : `${phase}:${page}`;
}

function cursorOf(place: string): SweepCursor {
  const [, phase, page] = /^(entries|users)(?::(.+))?$/.exec(place) ?? [];
  if (!phase) throw new UsageError(`Cannot go on from '${place}': it must be what an earlier sweep said when it stopped.`);
  return { phase: phase as SweepCursor["phase"], ...(page !== undefined && { page }) };
}
