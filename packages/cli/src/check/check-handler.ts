import type { LocalAws } from "@foyer/local";
import { CommandError } from "../errors.ts";
import { namedCalls } from "./calls.ts";
import { type Made, makeMissing } from "./made-resources.ts";
import { confirmUser, type Run } from "./play.ts";
import { handlerName, type Scratch, type ScratchOptions, startScratch } from "./scratch.ts";
import { type Finding, type PlainRun, situations, situationsOf } from "./situations.ts";

/** What a check has found. */
export interface Report {
  handler: string;
  plain: PlainRun;
  made: Made[];
  findings: Finding[];
}

export interface CheckOptions extends ScratchOptions {
  /** Told what is done next, and how many things have been done of how many. */
  onProgress?: (done: number, of: number) => void;
  /** Ends the check after the situation that it is at. */
  signal?: AbortSignal;
}

// A handler that names one missing table after the other is met by as many runs.
const mostFirstRuns = 12;

/**
 * Runs a post confirmation handler in a local AWS of its own, in every situation that it must expect.
 * @throws {CommandError} when it fails although nothing goes wrong
 */
export async function checkHandler({ onProgress = () => {}, signal, ...options }: CheckOptions): Promise<Report> {
  const scratch = await startScratch(options);
  try {
    const { made, plain } = await plainRun(scratch, options.handler);
    const findings: Finding[] = [];
    const count = situationsOf(plain);
    onProgress(0, count);
    for await (const finding of situations(scratch, plain)) {
      findings.push(finding);
      onProgress(findings.length, count);
      if (signal?.aborted) break;
    }
    return { handler: options.handler, plain, made, findings };
  } finally {
    await scratch.stop();
  }
}

/** A confirmation in which nothing goes wrong; what the handler asks for in vain is made before. */
async function plainRun(scratch: Scratch, handler: string): Promise<{ plain: PlainRun; made: Made[] }> {
  const made: Made[] = [];
  for (let runs = 0; runs < mostFirstRuns; runs++) {
    const run = await confirmUser(scratch);
    const more = await makeMissing(scratch);
    if (more.length === 0) {
      refuseFailed(scratch, handler, run);
      break;
    }
    made.push(...more);
  }
  // The run before may have been the first: a handler may make things for itself then, or once for each process.
  const run = await confirmUser(scratch);
  refuseFailed(scratch, handler, run);
  return { plain: { ...run, calls: namedCalls(scratch.calls) }, made };
}

/** @throws {CommandError} if a run failed in which nothing went wrong */
function refuseFailed({ local, calls }: Scratch, handler: string, { refusal, attempts }: Run): void {
  if (refusal === undefined) return;
  const failed = calls.findLast(({ succeeded }) => !succeeded);
  throw new CommandError(
    [
      `Cannot check ${handler} as it fails although nothing goes wrong: ${refusal}${placeOf(local)}`,
      ...(attempts > 1 ? [`Cognito asked it ${attempts} times, and it did not answer within 5 s.`] : []),
      ...(failed ? [`The last call that failed is ${[failed.operation, failed.target].filter(Boolean).join(" ")}.`] : []),
      "Environment variables are given by --env NAME=VALUE, attributes of the user by --attr NAME=VALUE. What the local AWS has not got, a database",
      "or another AWS service, has to be left out for the check.",
    ].join("\n"),
  );
}

/** Where the handler failed, as far as a stack trace in its log names one of its own files. */
function placeOf({ functions }: LocalAws): string {
  const own = new RegExp(`/${handlerName}/\\d+/((?!node_modules)[^\\s"']+?)(?::(\\d+):\\d+|\\\\?", line (\\d+))`);
  const [, file, line, pythonLine] =
    functions
      .logs()
      .map(({ text }) => own.exec(text))
      .findLast((match) => match !== null) ?? [];
  return file === undefined ? "" : ` (${file}, line ${line ?? pythonLine})`;
}
