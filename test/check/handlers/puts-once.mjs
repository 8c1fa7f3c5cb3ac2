import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  const put = new PutItemCommand({
    TableName: "people",
    Item: { sub: { S: event.request.userAttributes.sub }, since: { S: new Date().toISOString() } },
    ConditionExpression: "attribute_not_exists(#sub)",
    ExpressionAttributeNames: { "#sub": "sub" },
  });
  await dynamodb.send(put).catch((error) => {
    if (error.name !== "ConditionalCheckFailedException") throw error;
  });
  return event;
};
