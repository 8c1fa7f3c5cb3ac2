import type { ManagedPolicy } from "./managed-policies.ts";

interface AwsManagedPolicy extends ManagedPolicy {
  document: string;
}

const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/**
 * Those of AWS's managed policies that functions and their tests are given, by ARN, each as AWS publishes it.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const awsManagedPolicies: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  [
    policy("AdministratorAccess", "/", "v1", "2015-02-06T18:39:46Z", ["*"]),
    policy("AmazonS3FullAccess", "/", "v2", "2015-02-06T18:40:58Z", ["s3:*", "s3-object-lambda:*"]),
    policy("AmazonSESFullAccess", "/", "v1", "2015-02-06T18:41:02Z", ["ses:*"]),
    policy("AmazonSQSFullAccess", "/", "v1", "2015-02-06T18:41:07Z", ["sqs:*"]),
    policy("AWSXRayDaemonWriteAccess", "/", "v2", "2018-08-28T23:00:33Z", [
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:GetSamplingStatisticSummaries",
    ]),
    policy("AWSLambdaBasicExecutionRole", "/service-role/", "v1", "2015-04-09T15:03:43Z", logs),
    policy("AWSLambdaBasicDurableExecutionRolePolicy", "/service-role/", "v1", "2025-12-02T15:04:00Z", [
      ...logs,
      "lambda:CheckpointDurableExecution",
      "lambda:GetDurableExecutionState",
    ]),
    policy("AWSLambdaDynamoDBExecutionRole", "/service-role/", "v1", "2015-04-09T15:09:29Z", [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
      ...logs,
    ]),
    policy("AWSLambdaRole", "/service-role/", "v1", "2015-02-06T18:41:28Z", ["lambda:InvokeFunction"]),
    policy("AWSLambdaSQSQueueExecutionRole", "/service-role/", "v1", "2018-06-14T21:50:45Z", [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      ...logs,
    ]),
  ].map((each) => [each.arn, each]),
);

/** @param actions that it allows on every resource. */
function policy(name: string, path: string, version: string, created: string, actions: string[]): AwsManagedPolicy {
  const createdAt = Date.parse(created);
  return {
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    id: `ANPA${Buffer.from(name)
      .toString("hex")
      .toUpperCase()
      .replace(/[0189]/g, "A")
      .slice(0, 17)
      .padEnd(17, "A")}`,
    name,
    path,
    description: undefined,
    defaultVersion: version,
    tags: {},
    createdAt,
    updatedAt: createdAt,
    isAws: true,
    document: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions.length === 1 ? actions[0] : actions, Resource: "*" }],
    }),
  };
}
