import type { DynamoDbOperation } from "../database.ts";

/** The limits of an account that never asked for others. */
export const describeLimits: DynamoDbOperation = () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});

/** Where clients with endpoint discovery go: to where they asked. */
export const describeEndpoints: DynamoDbOperation = (_database, _input, host) => ({
  Endpoints: [{ Address: host, CachePeriodInMinutes: 1_440 }],
});
