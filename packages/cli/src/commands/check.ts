import { checkHandler, type Report } from "../check/check-handler.ts";
import { isHarmless } from "../check/compare.ts";
import { printReport } from "../check/print-report.ts";
import { environmentOf } from "../dev/environment-options.ts";
import { UsageError } from "../errors.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  env: { type: "string", multiple: true, value: "NAME=VALUE", help: "an environment variable of the handler" },
  "env-file": {
    type: "string",
    multiple: true,
    value: "FILE",
    help: "environment variables of the handler, as a .env file has them",
  },
  attr: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    help: "a further attribute of the user, for example custom:plan=pro",
  },
  "fail-on-findings": { type: "boolean", help: "exit with 1 if anything goes wrong, for CI" },
  ...jsonOption,
} as const satisfies Options;

export const description = `Runs an existing post confirmation function, Node.js or Python, in a local AWS of its own, and then does to it what happens in
production: a password reset, a run so slow that Cognito asks twice, and for each AWS call that it makes a throttle, a lost answer and
a crash. Prints which mails double and which users are left half-done. Tables, senders, groups and queues that it asks for are
made as it asks. Users are made up and nothing is left behind, but what the handler does beyond AWS it does for real, each time.`;

export const examples: [string, string][] = [
  ["foyer check src/welcome.js", "its export `handler`"],
  ["foyer check src/confirm.ts:postConfirmation --env TABLE=users", "an export of another name, and its environment"],
  ["foyer check lambda_function.py --fail-on-findings", "a Python handler, in CI"],
];

// The exit code of a process that Ctrl-C ended.
const interrupted = 130;

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["PATH[:EXPORT]"]);
  using stop = stopSignal(terminal);
  const report = await checkHandler({
    handler: positionals[0] as string,
    environment: environmentOf({ env: values.env, files: values["env-file"] }).environment,
    attributes: attributesOf(values.attr ?? []),
    signal: stop.signal,
    onProgress: (done, of) => terminal.progress(`${done} of ${of} situations`),
  }).finally(() => terminal.progress());
  if (stop.signal.aborted) return interrupted;
  terminal.print(values.json ? JSON.stringify(forScripts(report), null, 2) : printReport(report, terminal));
  return values["fail-on-findings"] && !report.findings.every(isHarmless) ? 1 : 0;
}

function attributesOf(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf("=");
      if (mark < 1) throw new UsageError(`Cannot use the attribute '${pair}': it must read NAME=VALUE.`);
      return [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
  );
}

/** The report without what only the check itself needs: the made-up user, and the items as they lay there. */
function forScripts({ handler, made, plain, findings }: Report) {
  const { calls, effects, durationMs } = plain;
  return { handler, made, plain: { durationMs, calls: calls.map(({ name }) => name), effects }, findings };
}
