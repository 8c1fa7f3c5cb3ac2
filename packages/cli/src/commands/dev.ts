import { once } from "node:events";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { AccessMode } from "@foyer/local";
import { type DemoUser, shortcomings, walkDemoUser } from "../dev/demo.ts";
import { aboutDenial } from "../dev/denied-calls.ts";
import { about, commandName, notesOn, redeployLine, reloadLine } from "../dev/dev-lines.ts";
import { environmentOf } from "../dev/environment-options.ts";
import { triggerHandlersOf, triggerNames } from "../dev/handlers/trigger-option.ts";
import { aboutMissing } from "../dev/missing-resources.ts";
import { resourcesOf } from "../dev/resource-options.ts";
import { type Dev, startDev } from "../dev/start-dev.ts";
import { CommandError, UsageError } from "../errors.ts";
import { type Options, parse } from "../options.ts";
import { stopSignal } from "../stop-signal.ts";
import { unfinishedByLedger } from "../template/unfinished.ts";
import type { Terminal } from "../terminal.ts";
import { printTimeline } from "../timeline/print-timeline.ts";
import { rowsOfTimeline } from "../timeline/rows-of-timeline.ts";

export const options = {
  port: { type: "string", value: "PORT", default: "4600", help: "the one port for all services; 0 takes a free one" },
  data: {
    type: "string",
    value: "FOLDER",
    default: ".foyer",
    help: "where everything is kept over restarts; :memory: keeps nothing",
  },
  template: {
    type: "string",
    value: "FILE",
    help: "a synthesized template, whose code and policies run: cdk.out/Stack.template.json",
  },
  trigger: { type: "string", multiple: true, value: "NAME=PATH[:EXPORT]", help: "an existing handler for a trigger of the pool" },
  env: { type: "string", multiple: true, value: "NAME=VALUE", help: "a variable in the environment of existing handlers" },
  "env-file": { type: "string", multiple: true, value: "FILE", help: "such variables, a line each" },
  timeout: { type: "string", value: "SECONDS", default: "60", help: "the timeout of existing handlers" },
  memory: { type: "string", value: "MB", default: "256", help: "the memory of existing handlers" },
  "strict-runtimes": { type: "boolean", help: "refuse callback handlers, as Lambda's Node.js 24 does" },
  iam: {
    type: "string",
    value: "enforce|warn|off",
    help: "refuse calls that no IAM policy allows, tell of them or not; else --trigger's are told of, others refused",
  },
  sandbox: { type: "boolean", help: "let SES send to verified recipients only, as before AWS grants production access" },
  dynamodb: {
    type: "string",
    value: "URL",
    help: "forward DynamoDB's requests to DynamoDB Local or another server there",
  },
  table: {
    type: "string",
    multiple: true,
    value: "NAME:KEY[:SORTKEY]",
    help: "make a DynamoDB table with a text as its key",
  },
  sender: { type: "string", multiple: true, value: "ADDRESS", help: "verify an address or a domain in SES" },
  "configuration-set": { type: "string", multiple: true, value: "NAME", help: "make a configuration set in SES" },
  group: { type: "string", multiple: true, value: "NAME", help: "make a group in the user pool" },
  queue: { type: "string", multiple: true, value: "NAME", help: "make an SQS queue" },
  bus: { type: "string", multiple: true, value: "NAME", help: "make an event bus" },
  "identity-pool": {
    type: "boolean",
    help: "make an identity pool with a bucket, in which users have their files; they write in tables of --table too",
  },
  once: { type: "boolean", help: "walk the demo user and end: 0 if everything happened, else 1" },
  "no-demo": { type: "boolean", help: "walk no demo user" },
} as const satisfies Options;

export const description = `Starts the local AWS (user pool, Lambda, SES, DynamoDB, EventBridge) in this process, makes what the onboarding in [file] needs,
deploys it, and walks one demo user from sign-up to sign-in. [file] is onboarding.ts unless it is named. The line
\`ready http://127.0.0.1:PORT\` says that it serves; a change of the file is deployed at once; Ctrl-C ends it.

--trigger runs a Lambda handler that you have already as it is, with an onboarding or without one. PATH is a Node.js or Python file,
a folder with a package.json or an index file, or AWS's handler setting (src/index.handler); NAME is one of
${inLines(triggerNames)}

--template provisions the local AWS from a stack that the CDK has synthesized: with the code and the policies that would be deployed.`;

function inLines(names: readonly string[]): string {
  const lines = names.reduce<string[][]>((lines, name, index) => {
    if (index % 5 === 0) lines.push([]);
    lines.at(-1)?.push(name);
    return lines;
  }, []);
  return lines.map((line) => `  ${line.join(", ")}`).join(",\n");
}

export const examples: [string, string][] = [
  ["foyer dev", "the onboarding in onboarding.ts"],
  ["foyer dev --once --data :memory:", "a check for CI that leaves nothing behind"],
  ["foyer dev --trigger PostConfirmation=src/welcome.js", "a handler that you have already"],
  ["foyer dev --template cdk.out/Users.template.json", "as it would be deployed, after `cdk synth`"],
  ["foyer dev --trigger PostConfirmation=app.py:run --table users:userId --env TABLE=users", "one in Python, with what it needs"],
];

// Real time for the demo user, cold starts included.
const demoTimeoutMs = 20_000;

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[file]"]);
  if (values.once && values["no-demo"]) throw new UsageError("--once goes without --no-demo: the demo user is what it checks.");
  const port = portOf(values.port);
  const triggers = triggerHandlersOf(values.trigger ?? []);
  const { template } = values;
  if (template !== undefined && (positionals.length > 0 || triggers.length > 0))
    throw new UsageError("--template goes without a file and without --trigger: the template says what runs.");
  const { environment, leftOut } = environmentOf({ env: values.env, files: values["env-file"] });
  const timeoutSeconds = numberOf("timeout", values.timeout, 900);
  const memoryMb = numberOf("memory", values.memory, 10_240, 128);
  const resources = resourcesOf(values);
  const dynamodb = urlOf("dynamodb", values.dynamodb);
  const iam = modeOf(values.iam);
  const file = template === undefined ? fileOf(positionals[0], triggers.length > 0) : undefined;
  using stopping = stopSignal(terminal);
  const stop = stopping.signal;
  const stopped = once(stop, "abort");
  const dev = await startDev({
    file,
    template,
    triggers,
    handlers: { environment, timeoutSeconds, memoryMb },
    resources,
    identityPool: values["identity-pool"],
    strictRuntimes: values["strict-runtimes"],
    sandbox: values.sandbox,
    iam,
    onDenied: (denial) => terminal.complain(`${terminal.style("yellow", "!")} ${aboutDenial(denial)}`),
    dynamodb,
    onMissing: (missing) => terminal.complain(`${terminal.style("yellow", "!")} ${aboutMissing(missing)}`),
    port,
    dataDir: values.data === ":memory:" ? undefined : values.data,
  });
  try {
    terminal.print(`ready ${dev.local.url}`);
    terminal.print(about(dev, values.data, terminal));
    for (const note of notesOn(dev, leftOut)) terminal.complain(`${terminal.style("yellow", "!")} ${note}\n`);
    const walked = values["no-demo"] ? undefined : demo(dev, terminal, stop);
    if (values.once) return (await Promise.race([walked, stopped])) === true ? 0 : 1;
    await Promise.race([walked?.catch(complainTo(terminal)), stopped]);
    if (!stop.aborted) stayUp(dev, file, terminal);
    await stopped;
    return 0;
  } finally {
    await dev.stop();
  }
}

function fileOf(named: string | undefined, hasHandlers: boolean): string | undefined {
  const file = named ?? "onboarding.ts";
  if (existsSync(file)) return file;
  if (named === undefined && hasHandlers) return undefined;
  throw new CommandError(
    `Cannot start as there is no file '${file}' here. Name yours with \`foyer dev path/to/onboarding.ts\`, or an existing handler with --trigger; \`foyer init\` writes one.`,
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`Cannot use the port '${text}': it must be a number from 0 to 65535.`);
}

function urlOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
  throw new UsageError(`Cannot use --${option} ${text}: it must be a URL such as http://127.0.0.1:8000.`);
}

function modeOf(text: string | undefined): AccessMode | undefined {
  const mode = (["enforce", "warn", "off"] as const).find((known) => known === text);
  if (mode || text === undefined) return mode;
  throw new UsageError(`Cannot use --iam ${text}: it must be enforce, warn or off.`);
}

function numberOf(option: string, text: string, most: number, least = 1): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`Cannot use --${option} ${text}: it must be a whole number from ${least} to ${most}.`);
}

/** @returns whether everything happened; false too when the walk was cut short by `stop`. */
async function demo(dev: Dev, terminal: Terminal, stop: AbortSignal): Promise<boolean> {
  const { local, definition, handlers } = dev;
  let followed: DemoUser;
  try {
    followed = await walkDemoUser(local.url, demoTimeoutMs);
  } catch (error) {
    if (stop.aborted) return false;
    throw error;
  }
  if (stop.aborted) return false;
  const { email, sub, timeline } = followed;
  terminal.print(
    `${printTimeline({ title: email, sub, rows: rowsOfTimeline(timeline, { steps: definition?.steps }) }, terminal)}\n`,
  );
  const triggers = handlers.map(({ trigger }) => trigger);
  const missing = [...shortcomings(followed, definition, triggers), ...(await unfinishedByLedger(dev, followed))];
  for (const sentence of missing) terminal.complain(`  ${terminal.style("red", "✗")} ${sentence}`);
  if (missing.length) for (const line of errorLines(local, sub)) terminal.complain(`    ${line}`);
  if (missing.length && handlers.length) terminal.complain(`  What handlers log: ${commandName} logs`);
  return missing.length === 0;
}

/** What the functions logged as errors about a user. */
function errorLines(local: Dev["local"], sub: string): string[] {
  const lines = local.functions.logs().map(({ text }) => text);
  return lines.filter((text) => text.startsWith('{"level":"error"') && text.includes(sub));
}

function stayUp(dev: Dev, file: string | undefined, terminal: Terminal): void {
  const { style } = terminal;
  dev.watch({
    reloaded: (reload) => terminal.print(reloadLine(reload, terminal)),
    redeployed: (redeployment) => terminal.print(redeployLine(redeployment, terminal)),
    failed: complainTo(terminal),
  });
  const edited = file ?? dev.handlers[0]?.path;
  const edit = edited === undefined ? [] : [`edit ${relative(".", resolve(edited))}`];
  const hints = [`${commandName} sign-up you@example.com`, ...edit, `${commandName} clock +3d`, "Ctrl-C ends"];
  terminal.print(style("dim", `  Next: ${hints.join(" · ")}`));
}

function complainTo(terminal: Terminal): (reason: unknown) => void {
  return (reason) => terminal.complain(`${terminal.style("red", "✗")} ${reason instanceof Error ? reason.message : reason}`);
}
