import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const TableName = process.env.TABLE_NAME;

export const handler = async (event) => {
  const { sub, email, name } = event.request.userAttributes;
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { id: sub, email, name, roles: new Set(["member"]), settings: { tips: true, seen: [] } },
              ConditionExpression: "attribute_not_exists(id)",
            },
          },
          { Put: { TableName, Item: { id: `email#${email}`, sub }, ConditionExpression: "attribute_not_exists(id)" } },
        ],
      }),
    );
  } catch (error) {
    if (error.name !== "TransactionCanceledException") throw error;
  }
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { id: sub },
      UpdateExpression: "SET settings.seen = list_append(settings.seen, :source) ADD confirmations :one",
      ExpressionAttributeValues: { ":source": [event.triggerSource], ":one": 1 },
    }),
  );
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { id: sub }, ConsistentRead: true }));
  console.log(JSON.stringify({ roles: [...Item.roles], confirmations: Item.confirmations }));
  return event;
};
