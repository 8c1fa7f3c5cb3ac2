import { connect, unwrap } from "../local-client.ts";
import { endpointOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";

export const options = { ...endpointOption } as const satisfies Options;

export const description =
  "Makes the local AWS forget users, mails, executions, events, logs, table items and faults. Pools, app clients, groups,\nfunctions, tables and senders stay, and so does the time.";

export const examples: [string, string][] = [["foyer reset", "begin again without a restart"]];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parse(args, options, []);
  const local = await connect(values.endpoint);
  await unwrap(await local.request("/_foyer/reset", { method: "POST" }));
  terminal.print("Users, mails, executions, events, table items and faults are forgotten.");
  return 0;
}
