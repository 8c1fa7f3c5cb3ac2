import { setTimeout as pause } from "node:timers/promises";
import { CommandError, UsageError } from "../errors.ts";
import { AwsFailure, connect, type LocalClient } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Style, Terminal } from "../terminal.ts";

export const options = {
  follow: { type: "boolean", help: "go on with what is logged from now on, until Ctrl-C" },
  filter: {
    type: "string",
    value: "PATTERN",
    help: "only lines that CloudWatch's filter pattern takes: ERROR, -START, '{ $.level = \"error\" }'",
  },
  lines: { type: "string", value: "NUMBER", default: "100", help: "how many of the last lines" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description = `Shows what the functions wrote, as CloudWatch Logs keeps it: START, the lines, END and REPORT of each invocation. Without FUNCTION those
of all functions. \`aws logs tail /aws/lambda/FUNCTION --follow\` shows the same.`;

export const examples: [string, string][] = [
  ["foyer logs --follow", "in a second terminal, while users sign up"],
  ["foyer logs foyer-worker --filter ERROR", "what went wrong in one function"],
];

/** A line as FilterLogEvents gives it. */
interface Line {
  functionName: string;
  timestamp: number;
  message: string;
  eventId: string;
}

const groupPrefix = "/aws/lambda/";
// Real time between two looks for new lines.
const everyMs = 300;

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[FUNCTION]"]);
  const count = Number(values.lines);
  if (!Number.isInteger(count) || count < 0)
    throw new UsageError(`Cannot show '${values.lines}' lines: it must be a number from 0 on.`);
  if (values.follow && values.json) throw new UsageError("--json prints one document, so it goes without --follow.");
  const local = await connect(values.endpoint);
  const [functionName] = positionals;
  using stopping = stopSignal(terminal);
  const read = (seen: Line[]) => newLines(local, functionName, values.filter, seen);
  let lines = await read([]);
  const shown = lines.slice(Math.max(lines.length - count, 0));
  if (values.json) {
    terminal.print(JSON.stringify(shown, null, 2));
    return 0;
  }
  if (lines.length === 0 && !values.follow) terminal.print("Nothing was logged yet.");
  for (const line of shown) terminal.print(written(line, functionName === undefined, terminal));
  while (values.follow && !stopping.signal.aborted) {
    await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    const more = await read(lines);
    for (const line of more) terminal.print(written(line, functionName === undefined, terminal));
    if (more.length > 0) lines = more;
  }
  return 0;
}

/** The lines after those that were `seen` last, by time. */
async function newLines(
  local: LocalClient,
  only: string | undefined,
  filterPattern: string | undefined,
  seen: Line[],
): Promise<Line[]> {
  const startTime = seen.at(-1)?.timestamp ?? 0;
  const known = new Set(seen.map(({ eventId }) => eventId));
  const functions = only === undefined ? await functionNames(local) : [only];
  const lines = await Promise.all(functions.map((name) => linesOf(local, name, { startTime, filterPattern })));
  return lines
    .flat()
    .filter(({ eventId }) => !known.has(eventId))
    .sort((a, b) => a.timestamp - b.timestamp || a.eventId.localeCompare(b.eventId));
}

async function functionNames(local: LocalClient): Promise<string[]> {
  const { logGroups } = await local.logs<{ logGroups: { logGroupName: string }[] }>("DescribeLogGroups", {
    logGroupNamePrefix: groupPrefix,
  });
  return logGroups.map(({ logGroupName }) => logGroupName.slice(groupPrefix.length));
}

async function linesOf(local: LocalClient, functionName: string, query: object): Promise<Line[]> {
  const lines: Line[] = [];
  let nextToken: string | undefined;
  do {
    const request = { ...query, logGroupName: groupPrefix + functionName, nextToken };
    const page = await local
      .logs<{ events: Omit<Line, "functionName">[]; nextToken?: string }>("FilterLogEvents", request)
      .catch((error) => {
        throw error instanceof AwsFailure && error.code === "ResourceNotFoundException"
          ? new CommandError(
              `The function '${functionName}' has logged nothing, or there is none of that name. \`foyer logs\` shows those that have.`,
            )
          : error;
      });
    for (const event of page.events) lines.push({ functionName, ...event });
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

function written({ functionName, timestamp, message }: Line, named: boolean, { style }: Terminal): string {
  const text = message.trimEnd();
  const [colour, shown] = looks(text);
  const time = style("dim", new Date(timestamp).toISOString().slice(11, 23));
  return [time, ...(named ? [style("cyan", functionName)] : []), colour ? style(colour, shown) : shown].join("  ");
}

/** Lambda's own lines stand back, errors stand out; the prefix of console.log says what is known already. */
function looks(text: string): [Style | undefined, string] {
  if (/^(?:START|END|REPORT) RequestId: /.test(text)) return ["dim", text];
  const prefixed = /^\d{4}-[^\t]+Z\t[^\t]*\t([A-Z]+)\t(.*)$/s.exec(text);
  const level = prefixed?.[1] ?? "";
  const shown = prefixed?.[2] ?? text;
  return [
    /^(?:ERROR|FATAL)$/.test(level) || shown.startsWith('{"level":"error"') ? "red" : level === "WARN" ? "yellow" : undefined,
    shown,
  ];
}
