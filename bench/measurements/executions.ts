import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { load } from "../load.ts";
import { type Figure, rateOf } from "../report.ts";
import { startLocalServer } from "../targets/foyer.ts";

const measurement = "executions";
const rounds = 3;
const cases = [
  { inFlight: 1, total: 100 },
  { inFlight: 16, total: 400 },
  { inFlight: 64, total: 800 },
];

/** Durable executions of five steps that do nothing, each started by a named Invoke that waits for its end. */
export async function executions(): Promise<Figure[]> {
  const target = await startLocalServer();
  const client = new LambdaClient({
    region: "us-east-1",
    endpoint: target.url,
    maxAttempts: 1,
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    requestHandler: { requestTimeout: 120_000, httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) },
  });
  const execute = async () => {
    const invoke = new InvokeCommand({ FunctionName: target.fiveStepsArn, DurableExecutionName: randomUUID(), Payload: "{}" });
    const { FunctionError, Payload } = await client.send(invoke);
    if (FunctionError || Payload?.transformToString() !== '"done"')
      throw new Error(`An execution ended with ${Payload?.transformToString()}`);
  };
  try {
    const figures: Figure[] = [];
    for (const { inFlight, total } of cases) {
      await load(inFlight * 2, inFlight, execute);
      const results = [];
      for (let round = 0; round < rounds; round++) results.push(await load(total, inFlight, execute));
      figures.push(rateOf({ measurement, target: target.name, of: `${inFlight} in flight` }, results));
    }
    return figures;
  } finally {
    client.destroy();
    await target.stop();
  }
}
