import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Event, GetDurableExecutionHistoryCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { JournalType } from "../../packages/local/src/journal/journal.ts";
import type { LocalAws } from "../../packages/local/src/local-aws.ts";
import { startLocal } from "../../packages/local/src/start-local.ts";

const dayMs = 86_400_000;

/** A local AWS with durable functions, the official client, and a look at what the functions did. */
export class Workbench {
  local!: LocalAws;
  lambda!: LambdaClient;
  readonly #folder = mkdtempSync(join(tmpdir(), "foyer-durable-"));

  static async start(): Promise<Workbench> {
    const bench = new Workbench();
    await bench.boot();
    return bench;
  }

  /** Starts on the same state as before, with a clock that shows the real time. */
  async boot(): Promise<void> {
    this.local = await startLocal({ dataDir: join(this.#folder, "data") });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.lambda = new LambdaClient({ region: this.local.region, endpoint: this.local.url, credentials, maxAttempts: 1 });
  }

  async halt(): Promise<void> {
    this.lambda.destroy();
    await this.local.stop();
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.#folder, { recursive: true });
  }

  /** Deploys an export of `functions/<file>.mjs`; @returns the ARN of its alias. */
  deploy(
    functionName: string,
    handler: string,
    options: { timeoutDays?: number; environment?: Record<string, string> } = {},
  ): string {
    const { timeoutDays = 30, environment } = options;
    return this.local.functions.deploy({
      functionName,
      codeDir: join(import.meta.dirname, "functions"),
      handler,
      memoryMb: 256,
      timeoutSeconds: 30,
      environment: { EFFECTS_FILE: join(this.#folder, functionName), ...environment },
      durable: { executionTimeoutSeconds: (timeoutDays * dayMs) / 1000, retentionDays: 14 },
    }).aliasArn;
  }

  /** What a function did outside of its execution, in order. */
  effects(functionName: string): string[] {
    try {
      return readFileSync(join(this.#folder, functionName), "utf8").trim().split("\n");
    } catch {
      return [];
    }
  }

  /** Starts an execution asynchronously; @returns its ARN. */
  async invoke(aliasArn: string, payload: unknown, name?: string): Promise<string> {
    const answer = await this.lambda.send(
      new InvokeCommand({
        FunctionName: aliasArn,
        InvocationType: "Event",
        DurableExecutionName: name,
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
    return answer.DurableExecutionArn as string;
  }

  /** Does something and resolves with the first journal entry of that type about that execution which follows. */
  async following(type: JournalType, executionArn: string | undefined, act: () => unknown): Promise<Record<string, unknown>> {
    const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
    const end = this.local.journal.listen((entry) => {
      const data = entry.data as Record<string, unknown>;
      if (entry.type === type && (executionArn === undefined || data.executionArn === executionArn)) resolve(data);
    });
    await act();
    const data = await promise;
    end();
    return data;
  }

  async history(executionArn: string): Promise<Event[]> {
    const answer = await this.lambda.send(
      new GetDurableExecutionHistoryCommand({ DurableExecutionArn: executionArn, MaxItems: 1000 }),
    );
    return answer.Events ?? [];
  }

  async invocations(executionArn: string): Promise<number> {
    return (await this.history(executionArn)).filter((event) => event.EventType === "InvocationCompleted").length;
  }
}
