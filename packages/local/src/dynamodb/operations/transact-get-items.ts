import { checkPart } from "../check-input.ts";
import type { DynamoDbOperation } from "../database.ts";
import type { Input } from "../dynalite.ts";
import { checksOf } from "../input-types.ts";
import { runAction } from "../run-action.ts";
import { cancelled, capacityOf, checkDistinct, type Part, type Reason, tableOf, validationReason } from "../transactions.ts";

/** All items as of one moment: no write comes between, as they are read in one turn of the event loop. */
export const transactGetItems: DynamoDbOperation = (database, input) => {
  const parts = (input.TransactItems as Input[]).map(({ Get }): Part => ({ kind: "Get", operation: "GetItem", input: Get }));
  for (const { input } of parts) checkPart(checksOf("GetItem"), input, database.engine);
  for (const { input } of parts) tableOf(database, input.TableName);
  checkDistinct(database, parts);
  const results = parts.map(({ input }): Reason & { Response?: object } => {
    try {
      const { Item } = runAction(database.engine, "GetItem", input) as Input;
      return { Code: "None", Response: Item ? { Item } : {} };
    } catch (error) {
      return validationReason(error);
    }
  });
  if (results.some(({ Code }) => Code !== "None")) throw cancelled(results.map(({ Response: _, ...reason }) => reason));
  const Responses = results.map(({ Response }) => Response);
  return { Responses, ...capacityOf(database, parts, input.ReturnConsumedCapacity, true) };
};
