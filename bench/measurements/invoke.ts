import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../../packages/local/src/lambda/test-zip.ts";
import { root, startServer } from "../../test/process/server-process.ts";
import { load, type Round } from "../load.ts";
import { type Figure, figureOf, rateOf, ratioOf } from "../report.ts";
import { startLocalServer } from "../targets/foyer.ts";

const measurement = "invoke";
const rounds = 3;
const coldStarts = 7;
const cases = [
  { inFlight: 1, total: 300 },
  { inFlight: 16, total: 1_600 },
];
const functions = [
  { language: "Node", runtime: "nodejs24.x", file: "index.mjs" },
  // Where there is no Python there is no figure of it.
  ...(spawnSync("python3", ["--version"]).status === 0
    ? [{ language: "Python", runtime: "python3.13", file: "index.py" } as const]
    : []),
] as const;
const codeDir = join(root, "bench", "functions", "no-op");

/** A function that does nothing, behind an endpoint that answers `Invoke`. */
interface Invoked {
  name: string;
  invoke(): Promise<void>;
  /** Makes the next invocation a cold start. */
  coolDown(): Promise<unknown>;
  stop(): Promise<unknown>;
}

/**
 * RequestResponse Invoke of a function that does nothing, in Node and in Python, through the official client: warm at 1 and 16 in flight,
 * and with a cold start. Beside a bare loop of the Runtime API around the same process, which logs, checks and stores nothing.
 */
export async function invoke(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { language, runtime, file } of functions) {
    const targets = [await foyer(runtime, file), await bare(runtime)] as const;
    try {
      for (const { inFlight, total } of cases)
        figures.push(...(await warm(targets, `${language}, ${inFlight} in flight`, inFlight, total)));
      figures.push(...(await cold(targets, `${language}, cold start`)));
    } finally {
      await Promise.all(targets.map((target) => target.stop()));
    }
  }
  return figures;
}

type Pair = readonly [ours: Invoked, bare: Invoked];

/** The two take turns. The ratio is that of the medians of one call. */
async function warm(targets: Pair, of: string, inFlight: number, total: number): Promise<Figure[]> {
  const taken = new Map<Invoked, Round[]>(targets.map((target) => [target, []]));
  for (const target of targets) await load(inFlight * 20, inFlight, target.invoke);
  for (let round = 0; round < rounds; round++) {
    for (const target of round % 2 ? targets.toReversed() : targets)
      taken.get(target)?.push(await load(total, inFlight, target.invoke));
  }
  const [ours, theirs] = targets.map((target) => rateOf({ measurement, target: target.name, of }, taken.get(target) ?? []));
  if (!ours || !theirs) return [];
  const ofOneCall = (figure: Figure): Figure => ({ ...figure, median: figure.p50Ms ?? Number.NaN });
  return [ours, theirs, ratioOf(ofOneCall(ours), ofOneCall(theirs), `${of}, p50`)];
}

async function cold(targets: Pair, of: string): Promise<Figure[]> {
  const taken = new Map<Invoked, number[]>(targets.map((target) => [target, []]));
  for (let start = 0; start < coldStarts; start++) {
    for (const target of targets) {
      await target.coolDown();
      const startedAt = performance.now();
      await target.invoke();
      taken.get(target)?.push(performance.now() - startedAt);
    }
  }
  const [ours, theirs] = targets.map((target) =>
    figureOf({ measurement, target: target.name, of }, "ms", taken.get(target) ?? []),
  );
  return ours && theirs ? [ours, theirs, ratioOf(ours, theirs)] : [];
}

async function foyer(runtime: Runtime, file: string): Promise<Invoked> {
  const server = await startLocalServer();
  const lambda = clientOf(server.url);
  const FunctionName = "no-op";
  const ZipFile = zipOf({ [file]: readFileSync(join(codeDir, file), "utf8") });
  const Role = "arn:aws:iam::000000000000:role/bench";
  await lambda.send(
    new CreateFunctionCommand({ FunctionName, Runtime: runtime, Role, Handler: "index.handler", Code: { ZipFile }, Timeout: 30 }),
  );
  let changes = 0;
  return {
    name: "foyer",
    invoke: invoking(lambda),
    coolDown: () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: `${++changes}` })),
    async stop() {
      lambda.destroy();
      await server.stop();
    },
  };
}

async function bare(runtime: string): Promise<Invoked> {
  const script = join(root, "bench", "targets", "bare-runtime-api.ts");
  const server = await startServer({ args: ["--conditions=foyer-source", script, runtime, codeDir], ready: /^ready (\S+)$/m });
  const url = server.readyMatch[1] as string;
  const lambda = clientOf(url);
  return {
    name: "bare Runtime API",
    invoke: invoking(lambda),
    coolDown: () =>
      new Promise((resolve, reject) => request(`${url}/cold`, { method: "PUT" }, resolve).on("error", reject).end()),
    async stop() {
      lambda.destroy();
      await server.stop();
    },
  };
}

function clientOf(endpoint: string): LambdaClient {
  return new LambdaClient({
    region: "us-east-1",
    endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) },
  });
}

function invoking(lambda: LambdaClient): () => Promise<void> {
  return async () => {
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: "no-op", Payload: '{"n":1}' }));
    const text = Payload?.transformToString();
    if (FunctionError || text !== '"done"') throw new Error(`An invocation answered ${text}`);
  };
}
