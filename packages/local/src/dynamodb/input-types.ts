import { type Checks, dynalite, type Types } from "./dynalite.ts";

const oneOf = (...values: string[]) => ({ type: "String", enum: values });
const structure = (name: string, children: Types) => ({ type: `FieldStruct<${name}>`, children });
const listOf = (name: string, children: Types, bounds: object = {}) => ({
  type: "List",
  ...bounds,
  children: { type: `ValueStruct<${name}>`, children },
});
const needed = { type: "String", notNull: true };

const onFailure = { ReturnValuesOnConditionCheckFailure: oneOf("ALL_OLD", "NONE") };
const aTable = { TableName: { type: "String", required: true, tableName: true, regex: "[a-zA-Z0-9_.-]+" } };
const capacity = { ReturnConsumedCapacity: oneOf("INDEXES", "TOTAL", "NONE") };

/** What a table has beside keys, indexes and throughput. */
const ofTables = {
  DeletionProtectionEnabled: "Boolean",
  TableClass: oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS"),
  SSESpecification: structure("SSESpecification", {
    Enabled: "Boolean",
    SSEType: oneOf("AES256", "KMS"),
    KMSMasterKeyId: "String",
  }),
  StreamSpecification: structure("StreamSpecification", {
    StreamEnabled: { type: "Boolean", notNull: true },
    StreamViewType: oneOf("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"),
  }),
};

const own: Record<string, () => Checks> = {
  PutItem: () => withMembers("PutItem", onFailure),
  UpdateItem: () => withMembers("UpdateItem", onFailure),
  DeleteItem: () => withMembers("DeleteItem", onFailure),
  CreateTable: () => withMembers("CreateTable", { ...ofTables, Tags: listOf("Tag", { Key: needed, Value: needed }) }),
  UpdateTable: updateTable,
  TransactWriteItems: () => ({
    types: {
      TransactItems: listOf(
        "TransactWriteItem",
        {
          ConditionCheck: structure("ConditionCheck", {
            ...partOf("DeleteItem", "Key", "TableName", ...expressions),
            ConditionExpression: needed,
            ...onFailure,
          }),
          Put: structure("Put", { ...partOf("PutItem", "Item", "TableName", ...expressions), ...onFailure }),
          Delete: structure("Delete", { ...partOf("DeleteItem", "Key", "TableName", ...expressions), ...onFailure }),
          Update: structure("Update", {
            ...partOf("UpdateItem", "Key", "TableName", ...expressions),
            UpdateExpression: needed,
            ...onFailure,
          }),
        },
        { notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 100 },
      ),
      ClientRequestToken: { type: "String", lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
      ReturnItemCollectionMetrics: oneOf("SIZE", "NONE"),
      ...capacity,
    },
  }),
  TransactGetItems: () => ({
    types: {
      TransactItems: listOf(
        "TransactGetItem",
        {
          Get: {
            ...structure("Get", partOf("GetItem", "Key", "TableName", "ProjectionExpression", "ExpressionAttributeNames")),
            notNull: true,
          },
        },
        { notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 100 },
      ),
      ...capacity,
    },
  }),
  UpdateTimeToLive: () => ({
    types: {
      ...aTable,
      TimeToLiveSpecification: {
        ...structure("TimeToLiveSpecification", {
          AttributeName: { ...needed, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 255 },
          Enabled: { type: "Boolean", notNull: true },
        }),
        notNull: true,
      },
    },
  }),
  DescribeContinuousBackups: () => ({ types: aTable }),
  UpdateContinuousBackups: () => ({
    types: {
      ...aTable,
      PointInTimeRecoverySpecification: {
        ...structure("PointInTimeRecoverySpecification", {
          PointInTimeRecoveryEnabled: { type: "Boolean", notNull: true },
          RecoveryPeriodInDays: { type: "Integer", greaterThanOrEqual: 1, lessThanOrEqual: 35 },
        }),
        notNull: true,
      },
    },
  }),
  DescribeLimits: () => ({ types: {} }),
  DescribeEndpoints: () => ({ types: {} }),
};

const expressions = ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"];
const known = new Map<string, Checks>();

/** The members of an operation's input: dynalite's, with what it lacks. */
export function checksOf(operation: string): Checks {
  let checks = known.get(operation);
  if (!checks) {
    checks = own[operation]?.() ?? dynalite().checks(operation);
    known.set(operation, checks);
  }
  return checks;
}

function withMembers(operation: string, members: Types): Checks {
  const { types, custom } = dynalite().checks(operation);
  return { types: { ...types, ...members }, custom };
}

function partOf(operation: string, ...names: string[]): Types {
  const { types } = dynalite().checks(operation);
  return Object.fromEntries(names.map((name) => [name, types[name]]));
}

function updateTable(): Checks {
  const { types, custom } = withMembers("UpdateTable", ofTables);
  const updates = structuredClone(types.GlobalSecondaryIndexUpdates) as {
    children: { children: { Create: { children: { ProvisionedThroughput: { notNull?: boolean } } } } };
  };
  // An index of a table that is paid by request has none.
  delete updates.children.children.Create.children.ProvisionedThroughput.notNull;
  const { notNull: _, ...AttributeDefinitions } = dynalite().checks("CreateTable").types.AttributeDefinitions as {
    notNull: boolean;
  };
  return {
    types: { ...types, GlobalSecondaryIndexUpdates: updates, AttributeDefinitions },
    // dynalite counts only the encryption among these as a change.
    custom: (input, engine) =>
      custom?.(Object.keys(ofTables).some((name) => name in input) ? { ...input, SSESpecification: {} } : input, engine),
  };
}
