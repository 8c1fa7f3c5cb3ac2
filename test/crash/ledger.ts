import { type AttributeValue, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";

/** What the ledger says about one sign-up, or one password reset, of a user. */
export interface Entry {
  sub: string;
  isReset: boolean;
  status: string;
  /** State by the name of the step. */
  steps: Map<string, string>;
}

/** The tables of a running server. */
export class Tables {
  readonly #client: DynamoDBClient;

  constructor(url: string) {
    const credentials = { accessKeyId: "crash", secretAccessKey: "crash" };
    this.#client = new DynamoDBClient({ region: "us-east-1", endpoint: url, credentials });
  }

  async ledger(): Promise<Entry[]> {
    const items = await this.scan("foyer_ledger");
    return items.map((item) => ({
      sub: item.sub?.S ?? "",
      isReset: item.reset?.S !== undefined,
      status: item.status?.S ?? "",
      steps: new Map(Object.entries(item.steps?.M ?? {}).map(([name, record]) => [name, record.M?.state?.S ?? ""])),
    }));
  }

  async scan(TableName: string): Promise<Record<string, AttributeValue>[]> {
    const items: Record<string, AttributeValue>[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  close(): void {
    this.#client.destroy();
  }
}
