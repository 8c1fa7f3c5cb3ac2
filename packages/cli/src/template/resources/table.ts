import { dynamoDbCall } from "../../dev/dynamodb-call.ts";
import { type ResourceType, unless } from "../resource-type.ts";

interface Table {
  readonly TableName?: string;
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly PointInTimeRecoverySpecification?: unknown;
  readonly TimeToLiveSpecification?: unknown;
  readonly SSESpecification?: { readonly SSEEnabled?: boolean };
}

/** A DynamoDB table. One that is there keeps its items and what it was made with, but for how long items live. */
export const table: ResourceType = {
  fixed: ["KeySchema"],
  async put({ properties, name }, { local }) {
    const { PointInTimeRecoverySpecification, TimeToLiveSpecification, SSESpecification, ...rest } =
      properties as unknown as Table;
    // CloudFormation's name for a member that DynamoDB calls otherwise.
    const encryption = SSESpecification && { SSESpecification: { Enabled: SSESpecification.SSEEnabled } };
    const request = { TableName: name, ...rest, ...encryption };
    const { TableName } = request;
    await unless(["ResourceInUseException"], dynamoDbCall(local.url, "CreateTable", request));
    if (PointInTimeRecoverySpecification)
      await dynamoDbCall(local.url, "UpdateContinuousBackups", { TableName, PointInTimeRecoverySpecification });
    if (TimeToLiveSpecification)
      // It says so when it is set that way already.
      await unless(["ValidationException"], dynamoDbCall(local.url, "UpdateTimeToLive", { TableName, TimeToLiveSpecification }));
    const { Table } = (await dynamoDbCall(local.url, "DescribeTable", { TableName })) as {
      Table: { TableArn: string; LatestStreamArn?: string };
    };
    return { physicalId: TableName, attributes: { Arn: Table.TableArn, StreamArn: Table.LatestStreamArn } };
  },
};
