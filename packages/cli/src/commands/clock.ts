import { CommandError, UsageError } from "../errors.ts";
import { AwsFailure, connect } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = { ...jsonOption, ...endpointOption } as const satisfies Options;

export const description = `Shows the time that the local AWS goes by. With an amount such as +3d, +12h, +30m or +5s it moves that time forward, with
\`next\` to the end of the next wait or retry; waits and codes that become due by it fire or expire at once.`;

export const examples: [string, string][] = [
  ["foyer clock +3d", "see now what is due in three days"],
  ["foyer clock next", "see now what is due next"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[+AMOUNT or next]"]);
  const [amount] = positionals;
  const local = await connect(values.endpoint);
  const moved = local.foyer<Time>("clock", moveOf(amount));
  const time = await moved.catch((error: unknown) => {
    if (error instanceof AwsFailure && error.code === "NothingDue")
      throw new CommandError("Nothing waits: no wait and no retry is under way.");
    if (!(error instanceof AwsFailure && error.code === "BadRequest")) throw error;
    throw new UsageError(
      `Cannot move the clock by '${amount}': an amount is forward and like +3d, +12h, +30m, +5s or '3 days', or it is next.`,
    );
  });
  terminal.print(values.json ? JSON.stringify(time) : text(time));
  return 0;
}

/** Milliseconds, or since the epoch. */
interface Time {
  now: number;
  aheadMs: number;
  /** The end of the next wait or retry. */
  nextDueAt: number | null;
}

function moveOf(amount: string | undefined): object | undefined {
  if (amount === undefined) return undefined;
  return amount === "next" ? { to: "next" } : { advance: amount };
}

function text({ now, nextDueAt }: Time): string {
  if (nextDueAt === null) return dateAndTime(now);
  return `${dateAndTime(now)}   ${nextDueAt > now ? `next wait or retry: ${dateAndTime(nextDueAt)}` : "a wait or retry has become due"}`;
}
