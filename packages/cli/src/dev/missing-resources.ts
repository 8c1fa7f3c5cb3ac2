import type { ServedCall } from "@foyer/local";
import type { AwsFailure } from "../local-client.ts";
import { dynamoDbCall } from "./dynamodb-call.ts";

/** What a function asked for and is not there. */
export interface MissingResource {
  functionName: string;
  kind: "table" | "sender" | "configuration set" | "group" | "queue";
  name: string;
  /** `DynamoDB GetItem` */
  call: string;
  /** What `foyer dev` makes it by: `--table users:userId`. */
  flag: string;
  /** True if the call did not say which of a table's attributes is its key. */
  keyIsGuessed: boolean;
}

type Item = Record<string, unknown>;

/** What is read of a call's input; an operation has some of it. */
interface Input {
  TableName?: string;
  Key?: Item;
  Item?: Item;
  RequestItems?: Record<string, { Keys?: Item[] } | { PutRequest?: { Item?: Item }; DeleteRequest?: { Key?: Item } }[]>;
  /** Each is one operation by its kind: `{ Put: { TableName, Item } }`. */
  TransactItems?: Record<string, { TableName?: string; Key?: Item; Item?: Item }>[];
  GroupName?: string;
  QueueName?: string;
  QueueUrl?: string;
}

// Of the other operations some are how a function finds out whether to make the table itself.
const itemOperations = /^(Get|Put|Update|Delete|BatchGet|BatchWrite)Item$|^Transact(Get|Write)Items$|^Query$|^Scan$/;

/** The resources that a call of a function failed for the lack of; none for any other call. */
export async function missingResources(url: string, call: ServedCall): Promise<MissingResource[]> {
  const { caller, error, operation, service, status } = call;
  const { functionName } = caller;
  if (functionName === undefined || status < 400) return [];
  const input = inputOf(call);
  const found = (kind: MissingResource["kind"], name: string, named: string, flag = `--${kind} ${name}`): MissingResource[] => [
    { functionName, kind, name, call: `${named} ${operation}`, flag, keyIsGuessed: false },
  ];
  if (service === "dynamodb" && itemOperations.test(operation)) {
    const missing = await missingTables(url, input);
    return missing.flatMap(({ name, attributes: [key], isKey }) =>
      found("table", name, "DynamoDB", `--table ${name}:${key ?? "id"}`).map((one) => ({ ...one, keyIsGuessed: !isKey })),
    );
  }
  if (service.startsWith("ses") && error?.name === "MessageRejected") {
    const sender = /failed the check in region \S+: ([^,\s]+)/.exec(error.message)?.[1];
    return sender ? found("sender", sender, "SES") : [];
  }
  const configurationSet = /^Configuration set <(.+)> does not exist/.exec(error?.message ?? "")?.[1];
  if (service.startsWith("ses") && configurationSet !== undefined)
    return found("configuration set", configurationSet, "SES", `--configuration-set ${configurationSet}`);
  const { GroupName, QueueName, QueueUrl } = input;
  if (operation === "AdminAddUserToGroup" && error?.message === "Group not found.")
    return found("group", GroupName ?? "", "Cognito");
  if (error?.name === "QueueDoesNotExist") return found("queue", QueueName ?? QueueUrl?.split("/").at(-1) ?? "", "SQS");
  return [];
}

function inputOf(call: ServedCall): Input {
  try {
    return (call.input() ?? {}) as Input;
  } catch {
    return {}; // it was refused because it cannot be read
  }
}

/** The sentence of the terminal. */
export function aboutMissing({ functionName, kind, name, call, flag, keyIsGuessed }: MissingResource): string {
  const guess = keyIsGuessed ? " (or whatever its key is called)" : "";
  return `${functionName} wants the ${kind} "${name}" (${call}), which is not there: start with ${flag}${guess}`;
}

interface NamedTable {
  name: string;
  attributes: string[];
  /** Whether they are those of its key. */
  isKey: boolean;
}

async function missingTables(url: string, input: Input): Promise<NamedTable[]> {
  const there = await Promise.all(
    tablesOf(input).map(async (table) => {
      const description = dynamoDbCall(url, "DescribeTable", { TableName: table.name });
      return description.then(
        () => [],
        ({ code }: AwsFailure) => (code === "ResourceNotFoundException" ? [table] : []),
      );
    }),
  );
  return there.flat();
}

function tablesOf({ TableName, Key, Item, RequestItems = {}, TransactItems }: Input): NamedTable[] {
  if (TableName !== undefined) return [tableOf(TableName, Key, Item)];
  if (TransactItems) {
    const tables = TransactItems.flatMap(Object.values).flatMap(tablesOf);
    return [...new Map(tables.map((table) => [table.name, table])).values()];
  }
  return Object.entries(RequestItems).map(([name, asked]) => {
    if (!Array.isArray(asked)) return tableOf(name, asked.Keys?.[0], undefined);
    return tableOf(name, asked[0]?.DeleteRequest?.Key, asked[0]?.PutRequest?.Item);
  });
}

function tableOf(name: string, key: Item | undefined, item: Item | undefined): NamedTable {
  // A table may be named by its ARN.
  return { name: name.replace(/^.*:table\//, ""), attributes: Object.keys(key ?? item ?? {}), isKey: key !== undefined };
}
