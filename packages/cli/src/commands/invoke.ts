import { randomInt, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { editEvent, readEvent } from "../invoke/edit-event.ts";
import { lambdaConfigOf, poolFunction } from "../invoke/pool-function.ts";
import { findRecorded, listRecorded, recordedTable } from "../invoke/recorded-events.ts";
import { setMembers } from "../invoke/set-members.ts";
import type { TestSubject } from "../invoke/subject.ts";
import { aboutSource, testEvent, triggerSources } from "../invoke/trigger-events.ts";
import { asDeveloper, connect, type LocalClient, poolOf, unwrap } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { amount, dateAndTime } from "../timeline/times.ts";

export const options = {
  set: { type: "string", multiple: true, value: "PATH=VALUE", help: "change a member of the event before it is sent" },
  edit: { type: "boolean", help: "change the event in $EDITOR before it is sent" },
  event: { type: "string", value: "FILE", help: "send the JSON of this file instead of a made-up event" },
  recorded: { type: "boolean", help: "list what triggers received; with an ID, last or a SOURCE, send that again" },
  cold: { type: "boolean", help: "end the function's idle processes before, so that this is a cold start" },
  print: { type: "boolean", help: "print the event and send nothing" },
  save: { type: "string", value: "FILE", help: "write the event to this file and send nothing" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

const width = Math.max(...triggerSources.map((source) => source.length));

export const description = `Sends a test event to the function that the pool has for a trigger, as Lambda's Invoke does, and shows its answer and its log.
Cognito is not told: its time limit does not apply, and nobody is confirmed or signed in by the answer. A made-up event is about a user
who is not in the pool. A recorded one is about a real user of the pool, and what the function does to them it does once more.

SOURCE is one of
${triggerSources.map((source) => `  ${source.padEnd(width)}   ${aboutSource(source)}`).join("\n")}`;

export const examples: [string, string][] = [
  ["foyer invoke PostConfirmation_ConfirmSignUp", "as if a user had just confirmed"],
  ["foyer invoke PreSignUp_SignUp --set request.userAttributes.email=x@y.z", "with another address"],
  ["foyer invoke TokenGeneration_RefreshTokens --save event.json", "the event in a file, to be changed there"],
  ["foyer invoke --event event.json", "the event of a file"],
  ["foyer invoke PostConfirmation_ConfirmSignUp --cold", "how long a cold start takes"],
  ["foyer invoke --recorded", "what triggers received"],
  ["foyer invoke --recorded last --edit", "the last of it again, changed"],
];

/** An event on its way out. */
interface Outgoing {
  source: string;
  event: unknown;
  userPoolId: string;
  /** What kind of event it is. */
  about: string;
}

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[SOURCE]"]);
  const [named] = positionals;
  if (values.recorded && values.event) throw new UsageError("--recorded goes without --event: each is an event of its own.");
  if (!values.recorded && !values.event) checkSource(named);
  const local = await connect(values.endpoint);
  if (values.recorded && named === undefined) {
    const events = await listRecorded(local);
    terminal.print(values.json ? JSON.stringify(events, null, 2) : recordedTable(events, terminal));
    return 0;
  }
  const outgoing = await chosenEvent(local, named, values);
  const set = setMembers(outgoing.event, values.set ?? []);
  const event = values.edit ? editEvent(set) : set;
  const text = JSON.stringify(event, null, 2);
  if (values.save) {
    writeFileSync(values.save, `${text}\n`);
    terminal.complain(`Saved to ${values.save}: foyer invoke --event ${values.save} sends it.`);
  }
  if (values.print) terminal.print(text);
  if (values.save || values.print) return 0;
  const functionArn = await poolFunction(local, outgoing.userPoolId, outgoing.source);
  if (!values.json) terminal.print(`${terminal.style("dim", outgoing.about)}\n`);
  if (values.cold) await local.foyer(`cold-start/${encodeURIComponent(functionArn)}`, {});
  const result = await invoke(local, outgoing.source, functionArn, event);
  terminal.print(values.json ? JSON.stringify(result, null, 2) : report(result, terminal));
  return result.functionError ? 1 : 0;
}

function checkSource(source: string | undefined): asserts source is string {
  if (source === undefined) throw new UsageError("Which event? Name a trigger SOURCE, or --event FILE, or --recorded.");
  if (!triggerSources.includes(source)) {
    const near = triggerSources.filter((known) => known.startsWith(source.split("_")[0] ?? source));
    throw new UsageError(
      `There is no trigger source '${source}' here. The sources are ${(near.length ? near : triggerSources).join(", ")}.`,
    );
  }
}

async function chosenEvent(
  local: LocalClient,
  named: string | undefined,
  { recorded, event: file }: { recorded?: boolean | undefined; event?: string | undefined },
): Promise<Outgoing> {
  if (recorded && named !== undefined) {
    const { id, at, event } = await findRecorded(local, named);
    const { triggerSource: source, userPoolId, userName } = event;
    const password =
      source === "UserMigration_Authentication" ? " Its password was not kept: --set request.password=… gives one." : "";
    const about = `${meaning(source)}. Recorded event ${id} of ${dateAndTime(at)}, about ${userName}, once more.${password}`;
    return { source, event, userPoolId, about };
  }
  const { userPoolId } = poolOf(local);
  if (file !== undefined) {
    const event = readEvent(file);
    const own = (event as { triggerSource?: unknown } | null)?.triggerSource;
    const source = named ?? (typeof own === "string" ? own : undefined);
    if (source === undefined) throw new UsageError(`Which trigger? '${file}' has no triggerSource, so name a SOURCE.`);
    return { source, event, userPoolId, about: `${meaning(source)}. The event of ${file}.` };
  }
  const source = named as string;
  const about = `${meaning(source)}. A made-up event, about a user who is not in the pool.`;
  return { source, event: testEvent(source, await subjectFor(local)), userPoolId, about };
}

function meaning(source: string): string {
  const about = aboutSource(source);
  return about ? `${source}: ${about}` : source;
}

async function subjectFor(local: LocalClient): Promise<TestSubject> {
  const { userPoolId, clientId } = poolOf(local);
  const { KMSKeyID: keyId = "alias/foyer-dev", PreTokenGenerationConfig } = await lambdaConfigOf(local, userPoolId);
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const encrypted = await local.foyer<{ code: string }>("encrypted-code", { keyId, code, userPoolId });
  const tokenVersion = PreTokenGenerationConfig?.LambdaVersion[1] as TestSubject["tokenVersion"] | undefined;
  return {
    region: local.config.region,
    userPoolId,
    clientId,
    sub: randomUUID(),
    tokenVersion: tokenVersion ?? "1",
    encryptedCode: encrypted.code,
  };
}

interface Result {
  source: string;
  functionArn: string;
  version: string | null;
  durationMs: number;
  functionError: string | null;
  payload: unknown;
  log: string;
}

async function invoke(local: LocalClient, source: string, functionArn: string, event: unknown): Promise<Result> {
  const startedAt = performance.now();
  const answer = await local.request(`/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, {
    method: "POST",
    headers: { ...asDeveloper("lambda"), "x-amz-invocation-type": "RequestResponse", "x-amz-log-type": "Tail" },
    body: JSON.stringify(event),
  });
  if (!answer.ok) await unwrap(answer);
  return {
    source,
    functionArn,
    version: answer.headers.get("x-amz-executed-version"),
    durationMs: Math.round(performance.now() - startedAt),
    functionError: answer.headers.get("x-amz-function-error"),
    payload: jsonOr(await answer.text()),
    log: Buffer.from(answer.headers.get("x-amz-log-result") ?? "", "base64")
      .toString("utf8")
      .trimEnd(),
  };
}

function report({ source, functionArn, version, durationMs, functionError, payload, log }: Result, { style }: Terminal): string {
  const outcome = functionError ? style("red", `✗ ${functionError}`) : style("green", "✓ answered");
  const name = functionArn.split(":")[6];
  return [
    `${outcome} in ${amount(durationMs)}   ${source} → ${name}${version ? `, version ${version}` : ""}`,
    "",
    JSON.stringify(payload, null, 2),
    ...(log ? ["", style("dim", "log"), log] : []),
  ].join("\n");
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
