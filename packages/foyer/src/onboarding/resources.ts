import { identityRecord } from "./identity-record.ts";
import { LEDGER_TABLE } from "./ledger-table.ts";
import type { Onboarding } from "./onboarding.ts";

/** A DynamoDB table whose key is of strings. */
export interface Table {
  readonly tableName: string;
  /** The partition key. */
  readonly keyName: string;
  /** The sort key; absent: the table has none. */
  readonly sortKeyName?: string;
}

/** An attribute that a user pool has beside the standard ones. It stays in the pool for ever: Cognito lets none be removed or changed. */
export interface CustomAttribute {
  readonly name: `custom:${string}`;
  readonly type: "String" | "Number" | "Boolean" | "DateTime";
}

/** A Lambda function that a step invokes. */
export interface InvokedFunction {
  readonly functionName: string;
  /** A version or an alias; absent: `$LATEST`. */
  readonly qualifier?: string;
  readonly durable: boolean;
}

/** What must exist before a step can work. */
export interface Resources {
  readonly tables?: readonly Table[];
  /** Groups of the user pool. */
  readonly groups?: readonly string[];
  readonly customAttributes?: readonly CustomAttribute[];
  /** Names of environment variables of the functions: a deployment gives them their values. */
  readonly environment?: readonly string[];
  /** Addresses that SES must accept as senders, without display names. */
  readonly senders?: readonly string[];
  /** SES's configuration sets. */
  readonly configurationSets?: readonly string[];
  /** EventBridge buses. */
  readonly eventBuses?: readonly string[];
  /** SQS queues; FIFO where the name ends in `.fifo`. */
  readonly queues?: readonly string[];
  /** Lambda functions. */
  readonly functions?: readonly InvokedFunction[];
  /** Standard state machines of Step Functions, by name. */
  readonly stateMachines?: readonly string[];
  /** Secrets of Secrets Manager, by name. */
  readonly secrets?: readonly string[];
  /** Parameters of Systems Manager's Parameter Store, by name. */
  readonly parameters?: readonly string[];
  /** The name by which the server itself vouches for users to an identity pool; a pool has one at most. */
  readonly developerProviders?: readonly string[];
}

/** All that an onboarding needs, computed from it alone; each thing once, the ledger's table first. */
export function resourcesOf(onboarding: Onboarding): Required<Resources> {
  const needed = [...onboarding.steps, ...onboarding.stops].map(({ step }) => step.resources);
  const { linkIdentity } = onboarding.definition;
  const linked = linkIdentity === undefined ? [] : [identityRecord("linkIdentity", linkIdentity).table];
  const tables = [{ tableName: LEDGER_TABLE, keyName: "pk" }, ...needed.flatMap((each) => each.tables ?? []), ...linked];
  const customAttributes = needed.flatMap((each) => each.customAttributes ?? []);
  const functions = needed.flatMap((each) => each.functions ?? []);
  return {
    tables: [...new Map(tables.map((table) => [table.tableName, table])).values()],
    groups: once(needed.flatMap((each) => each.groups ?? [])),
    customAttributes: [...new Map(customAttributes.map((attribute) => [attribute.name, attribute])).values()],
    environment: once(needed.flatMap((each) => each.environment ?? [])),
    senders: once(needed.flatMap((each) => each.senders ?? [])),
    configurationSets: once(needed.flatMap((each) => each.configurationSets ?? [])),
    eventBuses: once(needed.flatMap((each) => each.eventBuses ?? [])),
    queues: once(needed.flatMap((each) => each.queues ?? [])),
    stateMachines: once(needed.flatMap((each) => each.stateMachines ?? [])),
    secrets: once(needed.flatMap((each) => each.secrets ?? [])),
    parameters: once(needed.flatMap((each) => each.parameters ?? [])),
    developerProviders: once(needed.flatMap((each) => each.developerProviders ?? [])),
    functions: [...new Map(functions.map((each) => [`${each.functionName}:${each.qualifier}`, each])).values()],
  };
}

function once(names: string[]): string[] {
  return [...new Set(names)];
}
