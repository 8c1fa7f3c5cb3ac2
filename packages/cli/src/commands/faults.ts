import { UsageError } from "../errors.ts";
import { type ShownFault, tableOfFaults } from "../faults/print-faults.ts";
import { type FaultOptions, faultOf } from "../faults/read-fault.ts";
import { AwsFailure, connect, type LocalClient, unwrap } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  name: { type: "string", value: "NAME", help: "error: AWS's name of it, for example MessageRejected" },
  message: { type: "string", value: "TEXT", help: "error: its message" },
  status: { type: "string", value: "STATUS", help: "error: its HTTP status, else what the service's model says" },
  ms: { type: "string", value: "MS", help: "latency: by how many milliseconds" },
  when: { type: "string", value: "before|after", help: "crash-…: before the work (else) or after it" },
  from: { type: "string", value: "FUNCTION", help: "only calls that this function makes" },
  probability: { type: "string", value: "P", help: "from 0 to 1: how likely a call is struck (else always)" },
  after: { type: "string", value: "N", help: "let the first N calls pass" },
  count: { type: "string", value: "N", help: "strike N times, then no more" },
  for: { type: "string", value: "AMOUNT", help: "end after 10m, 2h or 3d of the local AWS's time" },
  id: { type: "string", value: "ID", help: "a name to clear it by" },
  seed: { type: "string", value: "N", help: "throw the dice of --probability by this number: the same calls are struck again" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description = `Makes calls of the local AWS go wrong on purpose, until they are cleared or it restarts. Without arguments it lists what is set.

  add PRESET          ses-down, ses-loses-replies, dynamodb-throttles, trigger-hangs
  add TARGET KIND     TARGET is SERVICE, SERVICE:OPERATION, all, or function:NAME for the invocations of a function;
                      KIND is error, throttle, latency, hang, reply-lost, crash-function or crash-local
  clear [ID]          one fault, or all

The services are cognito-idp, cognito-identity, dynamodb, events, iam, kms, lambda, logs, s3, secretsmanager, ses, sesv2,
sqs, ssm, states and sts. reply-lost does the work and drops the connection;
crash-function ends the process of the function that calls (or is invoked); crash-local ends the local AWS itself.`;

export const examples: [string, string][] = [
  ["foyer faults add ses-loses-replies", "mails go out, and the sender is not told"],
  ["foyer faults add sesv2:SendEmail error --name MessageRejected --count 2", "SES refuses the next two mails"],
  [
    "foyer faults add dynamodb:UpdateItem crash-function --from foyer-worker --after 3 --count 1",
    "kill the worker at its 4th UpdateItem",
  ],
  ["foyer faults clear", "everything works again"],
];

interface Answer {
  seed: number;
  faults: ShownFault[];
  presets?: { name: string; summary: string }[];
}

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[add or clear]", "[TARGET, PRESET or ID]", "[KIND]"]);
  const { seed, json, endpoint, ...about } = values;
  const [action = "list", ...rest] = positionals;
  const wanted = wantedOf(action, rest, about);
  const local = await connect(endpoint);
  if (seed !== undefined) await ask(local, "PUT", "", { seed: Number(seed) });
  const answer = await perform(local, action, rest, wanted);
  terminal.print(json ? JSON.stringify(answer, null, 2) : textOf(answer, terminal));
  return 0;
}

/** What `add` sends. @throws {UsageError} for a command line that no action takes. */
function wantedOf(action: string, rest: string[], about: FaultOptions): object | undefined {
  if (action === "add") return faultOf(rest, about);
  const option = Object.keys(about)[0];
  if (option !== undefined) throw new UsageError(`--${option} goes with \`faults add\` only.`);
  const most = { list: 0, clear: 1 }[action];
  if (most === undefined) throw new UsageError(`Cannot '${action}' faults: it is add, clear or list.`);
  if (rest.length > most) throw new UsageError(`Cannot use the argument '${rest[most]}' with \`faults ${action}\`.`);
  return undefined;
}

function perform(local: LocalClient, action: string, [id]: string[], wanted: object | undefined): Promise<Answer> {
  if (wanted !== undefined) return ask(local, "PUT", "", wanted);
  if (action === "clear") return ask(local, "DELETE", id === undefined ? "" : `/${encodeURIComponent(id)}`);
  return ask(local, "GET", "");
}

async function ask(local: LocalClient, method: string, path: string, body?: object): Promise<Answer> {
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  try {
    return await unwrap<Answer>(await local.request(`/_foyer/faults${path}`, init));
  } catch (error) {
    if (error instanceof AwsFailure && error.code === "BadRequest")
      throw new UsageError(`${error.message.replace(/^BadRequest: /, "")}.`);
    throw error;
  }
}

function textOf({ seed, faults, presets = [] }: Answer, terminal: Terminal): string {
  if (faults.length > 0) return tableOfFaults(faults, seed, terminal);
  const width = Math.max(0, ...presets.map(({ name }) => name.length));
  const rows = presets.map(({ name, summary }) => `  foyer faults add ${name.padEnd(width)}   ${terminal.style("dim", summary)}`);
  return ["No fault is set.", ...(rows.length > 0 ? ["", ...rows] : [])].join("\n");
}
