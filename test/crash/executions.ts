import { LambdaClient, paginateListDurableExecutionsByFunction } from "@aws-sdk/client-lambda";

/** How many executions of the worker are under way; one that waits is. */
export async function runningExecutions(url: string): Promise<number> {
  const credentials = { accessKeyId: "crash", secretAccessKey: "crash" };
  const client = new LambdaClient({ region: "us-east-1", endpoint: url, credentials });
  try {
    let running = 0;
    const pages = paginateListDurableExecutionsByFunction(
      { client, pageSize: 1000 },
      { FunctionName: "foyer-worker", Statuses: ["RUNNING"] },
    );
    for await (const { DurableExecutions } of pages) running += DurableExecutions?.length ?? 0;
    return running;
  } finally {
    client.destroy();
  }
}
