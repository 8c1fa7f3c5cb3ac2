import { UsageError } from "../errors.ts";
import { AwsFailure, connect } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = { ...jsonOption, ...endpointOption } as const satisfies Options;

export const description =
  "Shows the time that the local AWS goes by. With an amount such as +3d, +12h, +30m or +5s it moves that time forward;\nwaits and codes that become due by it fire or expire at once.";

export const examples: [string, string][] = [["foyer clock +3d", "see now what is due in three days"]];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[+AMOUNT]"]);
  const [amount] = positionals;
  const local = await connect(values.endpoint);
  const moved = local.foyer<{ now: number }>("clock", amount === undefined ? undefined : { advance: amount });
  const { now } = await moved.catch((error: unknown) => {
    if (!(error instanceof AwsFailure && error.code === "BadRequest")) throw error;
    throw new UsageError(`Cannot move the clock by '${amount}': an amount is forward and like +3d, +12h, +30m, +5s or '3 days'.`);
  });
  terminal.print(values.json ? JSON.stringify({ now }) : dateAndTime(now));
  return 0;
}
