import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Clock } from "../clock.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { Store } from "../store/store.ts";
import { createDynamoDb } from "./dynamodb.ts";

/** DynamoDB behind an endpoint of its own, with a client for it; in memory, or kept in a folder. */
export async function startDynamoDb(dataDir?: string) {
  const store = new Store(dataDir === undefined ? ":memory:" : join(dataDir, "foyer.sqlite"));
  const faults: unknown[] = [];
  const clock = new Clock();
  const dynamodb = createDynamoDb({ store, clock, region: "us-east-1", accountId: "000000000000" });
  const onError = (error: unknown) => faults.push(error);
  const endpoint = await startEndpoint({ port: 0, store, services: [], engines: [dynamodb], rawServices: [], onError });
  const client = clientOf(endpoint.url);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    client.destroy();
    await endpoint.stop();
    store.close();
  };
  return { client, clock, endpoint, faults, stop };
}

/** A client that does not try again. */
export function clientOf(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new DynamoDBClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

/** A table whose key is the text `pk`. */
export function tableOf(TableName: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  });
}
