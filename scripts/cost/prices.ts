/** What AWS charges for one unit of something, in US dollars. */
export interface Price {
  readonly unit: string;
  readonly dollars: number;
  /** Where it was looked up; absent: it is from memory and nobody has verified it. */
  readonly source?: string;
}

/** When the prices were looked up, and for which Region. They are list prices without free tiers, taxes and discounts. */
export const lookedUp = { on: "2026-11-21", region: "us-east-1" };

const lambda = "https://aws.amazon.com/lambda/pricing/ (its worked example of durable functions adds up with these)";
const dynamodb = "https://airbyte.com/data-engineering-resources/dynamodb-pricing";

/** List prices in US East (N. Virginia). */
export const prices = {
  lambdaRequest: { unit: "invocation", dollars: 0.2e-6, source: lambda },
  lambdaGbSecond: { unit: "GB-second, arm64", dollars: 0.0000133334, source: lambda },
  durableOperation: { unit: "durable operation", dollars: 8e-6, source: lambda },
  durableWritten: { unit: "GB written by durable functions", dollars: 0.25, source: lambda },
  durableRetained: { unit: "GB-month of history", dollars: 0.15, source: lambda },
  dynamodbWrite: { unit: "write request unit", dollars: 0.625e-6, source: dynamodb },
  dynamodbRead: { unit: "read request unit", dollars: 0.125e-6, source: dynamodb },
  stateTransition: { unit: "state transition", dollars: 25e-6, source: "https://aws.amazon.com/step-functions/pricing/" },
  mail: { unit: "mail", dollars: 0.1e-3 },
  event: { unit: "event on a bus", dollars: 1e-6 },
  sqsRequest: { unit: "request to SQS", dollars: 0.4e-6 },
  secretRequest: { unit: "request to Secrets Manager", dollars: 5e-6 },
  logGb: { unit: "GB of logs", dollars: 0.5 },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
