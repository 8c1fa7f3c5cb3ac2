import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { CommandError, UsageError } from "../errors.ts";
import { connect, type LocalClient, poolOf, unwrap } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { amount } from "../timeline/times.ts";
import { triggerEvents } from "../trigger-events.ts";

export const options = {
  event: { type: "string", value: "FILE", help: "send the JSON of this file instead of a made-up event" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description = `Sends a test event to the function that the pool has for a trigger, as Lambda's Invoke does, and shows its answer and its log.
The event is about a made-up user who is not in the pool, and Cognito's own time limit does not apply.

SOURCE is one of
${Object.keys(triggerEvents)
  .map((source) => `  ${source}`)
  .join("\n")}`;

export const examples: [string, string][] = [
  ["foyer invoke PostConfirmation_ConfirmSignUp", "as if a user had just confirmed"],
  ["foyer invoke PostConfirmation_ConfirmForgotPassword", "as if a user had reset the password"],
  ["foyer invoke PreSignUp_SignUp --event event.json", "an event of your own"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["SOURCE"]);
  const source = positionals[0] as string;
  const triggerEvent = Object.hasOwn(triggerEvents, source) ? triggerEvents[source] : undefined;
  if (!triggerEvent)
    throw new UsageError(
      `There is no trigger source '${source}' here. The sources are ${Object.keys(triggerEvents).join(", ")}.`,
    );
  const local = await connect(values.endpoint);
  const event = values.event
    ? readEvent(values.event)
    : triggerEvent({ ...poolOf(local), region: local.config.region, sub: randomUUID() });
  const functionArn = await functionFor(source, local);
  const startedAt = performance.now();
  const answer = await local.request(`/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, {
    method: "POST",
    headers: { "x-amz-invocation-type": "RequestResponse", "x-amz-log-type": "Tail" },
    body: JSON.stringify(event),
  });
  if (!answer.ok) await unwrap(answer);
  const functionError = answer.headers.get("x-amz-function-error");
  const result = {
    source,
    functionArn,
    version: answer.headers.get("x-amz-executed-version"),
    durationMs: Math.round(performance.now() - startedAt),
    functionError,
    payload: jsonOr(await answer.text()),
    log: Buffer.from(answer.headers.get("x-amz-log-result") ?? "", "base64")
      .toString("utf8")
      .trimEnd(),
  };
  terminal.print(values.json ? JSON.stringify(result, null, 2) : report(result, terminal));
  return functionError ? 1 : 0;
}

function report(
  result: {
    source: string;
    functionArn: string;
    version: string | null;
    durationMs: number;
    functionError: string | null;
    payload: unknown;
    log: string;
  },
  { style }: Terminal,
): string {
  const { source, functionArn, version, durationMs, functionError, payload, log } = result;
  const outcome = functionError ? style("red", `✗ ${functionError}`) : style("green", "✓ answered");
  const name = functionArn.split(":")[6];
  return [
    `${outcome} in ${amount(durationMs)}   ${source} → ${name}${version ? `, version ${version}` : ""}`,
    "",
    JSON.stringify(payload, null, 2),
    ...(log ? ["", style("dim", "log"), log] : []),
  ].join("\n");
}

async function functionFor(source: string, local: LocalClient): Promise<string> {
  const { userPoolId } = poolOf(local);
  const { UserPool } = await local.cognito<{ UserPool: { LambdaConfig?: Record<string, string> } }>("DescribeUserPool", {
    UserPoolId: userPoolId,
  });
  const trigger = source.split("_")[0] as string;
  const functionArn = UserPool.LambdaConfig?.[trigger];
  if (!functionArn)
    throw new CommandError(
      `The pool ${userPoolId} has no function for ${trigger}. Give it one with \`foyer dev --trigger ${trigger}=path:export\`.`,
    );
  return functionArn;
}

function readEvent(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new CommandError(`Cannot read the event as there is no readable file '${file}'.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`Cannot send the event as '${file}' is not JSON: ${(error as Error).message}.`);
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
