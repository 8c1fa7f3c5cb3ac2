import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from "@aws-sdk/client-lambda";
import { Clock } from "../clock.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { Journal } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { createExecutions } from "./durable/executions.ts";
import {
  createFunctions,
  type DeployedFunction,
  type FunctionDefinition,
  type Functions,
  type FunctionsOptions,
} from "./functions.ts";
import { runtimeApi } from "./host/runtime-api.ts";
import { lambdaService } from "./operations/index.ts";
import { functionUrls } from "./urls/function-url-service.ts";

/** Lambda alone behind the real endpoint, and the official client for it. */
export interface LambdaUnderTest extends AsyncDisposable {
  clock: Clock;
  journal: Journal;
  functions: Functions;
  client: LambdaClient;
  /** Deploys `code`, which is one file's text or several by name; the handler is `index.handler` unless said otherwise. */
  deploy(functionName: string, code: string | Record<string, string>, more?: Partial<FunctionDefinition>): DeployedFunction;
  /** Invokes over the wire. */
  invoke(FunctionName: string, event?: unknown, more?: Partial<InvokeCommandInput>): Promise<Answer>;
  /** Ends it, once. */
  stop(): Promise<void>;
}

export interface Answer {
  status: number | undefined;
  functionError: string | undefined;
  version: string | undefined;
  requestId: string | undefined;
  /** The log that came with it, when asked for by `LogType: "Tail"`. */
  log: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a handler answers is the test's own matter.
  payload: any;
}

/** @param dataDir keeps the state; absent: memory. */
export async function startLambda(
  dataDir?: string,
  more: Pick<FunctionsOptions, "strictRuntimes"> = {},
): Promise<LambdaUnderTest> {
  const clock = new Clock();
  const store = new Store(dataDir === undefined ? ":memory:" : join(dataDir, "foyer.sqlite"));
  const journal = new Journal(store, clock);
  const place = { region: "us-east-1", accountId: "000000000000" };
  let url = "";
  const functions = createFunctions({ store, clock, journal, dataDir, ...place, endpointUrl: () => url, ...more });
  const executions = createExecutions({ store, clock, journal, functions, ...place });
  const endpoint = await startEndpoint({
    port: 0,
    store,
    services: [lambdaService(functions, executions)],
    rawServices: [functionUrls(functions, clock), runtimeApi(functions)],
    identify: (accessKeyId) => functions.callerOf(accessKeyId),
  });
  url = endpoint.url;
  functions.resume();
  executions.resume();
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
  const client = new LambdaClient({ endpoint: url, region: place.region, credentials, maxAttempts: 1 });
  const sources = mkdtempSync(join(tmpdir(), "foyer-source-"));
  let stopped: Promise<void> | undefined;
  const end = async () => {
    clock.stop();
    client.destroy();
    await executions.stop();
    await functions.stop();
    await endpoint.stop();
    store.close();
    rmSync(sources, { recursive: true, force: true });
  };
  const stop = () => {
    stopped ??= end();
    return stopped;
  };
  return {
    clock,
    journal,
    functions,
    client,
    deploy(functionName, code, more = {}) {
      const codeDir = mkdtempSync(join(sources, "code-"));
      const files = typeof code === "string" ? { "index.mjs": code } : code;
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(codeDir, name)), { recursive: true });
        writeFileSync(join(codeDir, name), text);
      }
      return functions.deploy({ functionName, codeDir, handler: "index.handler", ...more });
    },
    async invoke(FunctionName, event, more = {}) {
      const Payload = event === undefined ? undefined : JSON.stringify(event);
      const answer = await client.send(new InvokeCommand({ FunctionName, Payload, ...more }));
      const text = Buffer.from(answer.Payload ?? []).toString("utf8");
      return {
        status: answer.StatusCode,
        functionError: answer.FunctionError,
        version: answer.ExecutedVersion,
        requestId: answer.$metadata.requestId,
        log: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
        payload: text === "" ? undefined : JSON.parse(text),
      };
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
