import { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Table } from "foyer/operate";

/**
 * A table that pays by request, can be restored to any second of the last 35 days, cannot be deleted by mistake, and stays when the stack
 * goes. Its keys are of strings.
 * @param tableName absent: CloudFormation names it
 */
export function table(
  scope: Construct,
  id: string,
  { tableName, keyName, sortKeyName }: Omit<Table, "tableName"> & { readonly tableName?: string },
): CfnTable {
  const names = sortKeyName === undefined ? [keyName] : [keyName, sortKeyName];
  const made = new CfnTable(scope, id, {
    ...(tableName !== undefined && { tableName }),
    billingMode: "PAY_PER_REQUEST",
    attributeDefinitions: names.map((attributeName) => ({ attributeName, attributeType: "S" })),
    keySchema: names.map((attributeName, index) => ({ attributeName, keyType: index === 0 ? "HASH" : "RANGE" })),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtectionEnabled: true,
  });
  made.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return made;
}
