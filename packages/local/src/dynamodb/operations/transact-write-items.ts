import { createHash } from "node:crypto";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkPart } from "../check-input.ts";
import type { Database, DynamoDbOperation } from "../database.ts";
import { type DynaliteError, dynalite, errorName, type Input, type Item } from "../dynalite.ts";
import { checksOf } from "../input-types.ts";
import { cancelled, capacityOf, checkDistinct, type Part, type Reason, tableOf, validationReason } from "../transactions.ts";
import { runWrite, storedItem } from "./write-item.ts";

const kinds = { ConditionCheck: "DeleteItem", Put: "PutItem", Delete: "DeleteItem", Update: "UpdateItem" } as const;
const tokenMs = 600_000;
const maxBytes = 4 * 1024 * 1024;

/** All of it happens or none: one savepoint of the store, in one turn of the event loop. */
export const transactWriteItems: DynamoDbOperation = (database, input) => {
  const { ClientRequestToken, ReturnConsumedCapacity, TransactItems } = input;
  const digest = createHash("sha256").update(JSON.stringify(TransactItems)).digest("base64");
  const parts = (TransactItems as Input[]).map((item) => partOf(database, item));
  return database.store.write(() => {
    if (ClientRequestToken !== undefined && isRepeated(database, ClientRequestToken, digest)) return {};
    for (const { input } of parts) tableOf(database, input.TableName);
    checkDistinct(database, parts);
    if (parts.reduce((sum, { input }) => sum + dynalite().itemSize(input.Item ?? input.Key), 0) > maxBytes)
      throw new AwsError("ValidationException", "The aggregate size of the items in the transaction cannot exceed 4 MB");
    const reasons = parts.map((part) => attempt(database, part));
    if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
    return capacityOf(database, parts, ReturnConsumedCapacity, false);
  });
};

function partOf({ engine }: Database, item: Input): Part {
  const [kind, ...others] = Object.keys(kinds).filter((name) => item[name]) as (keyof typeof kinds)[];
  if (kind === undefined || others.length > 0)
    throw new AwsError("ValidationException", "TransactItems can only contain one of Check, Put, Update or Delete");
  const part = { kind, operation: kinds[kind], input: item[kind] };
  checkPart(checksOf(part.operation), part.input, engine);
  return part;
}

/** Does a part, or says why it cannot be done. */
function attempt(database: Database, part: Part): Reason {
  try {
    if (part.kind === "ConditionCheck") checkCondition(database, part.input);
    else runWrite(database.engine, part.operation, part.input);
    return { Code: "None" };
  } catch (error) {
    if (errorName(error) !== "ConditionalCheckFailedException") return validationReason(error);
    const { message, Item } = (error as DynaliteError).body;
    return { Code: "ConditionalCheckFailed", Message: message ?? "", ...(Item !== undefined && { Item: Item as Item }) };
  }
}

function checkCondition(database: Database, input: Input): void {
  const table = tableOf(database, input.TableName);
  const wrongKey = dynalite().validateKey(input.Key, table);
  if (wrongKey) throw wrongKey;
  const item = storedItem(database.engine, input);
  const failed = dynalite().checkConditional(input, item);
  if (!failed) return;
  const withItem = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && item;
  throw Object.assign(failed, { body: { ...(failed as DynaliteError).body, ...(withItem && { Item: item }) } });
}

/** True if the same was done under this token within ten minutes; else the token is noted. */
function isRepeated({ clock, store }: Database, token: string, digest: string): boolean {
  const now = clock.now();
  store.sql("DELETE FROM dynamodb_transaction WHERE at <= ?").run(now - tokenMs);
  const done = store.sql("SELECT digest FROM dynamodb_transaction WHERE token = ?").get(token);
  if (!done) store.sql("INSERT INTO dynamodb_transaction VALUES (?, ?, ?)").run(token, digest, now);
  else if (done.digest !== digest)
    throw new AwsError(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  return done !== undefined;
}
