import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";

const dynamodb = new DynamoDBClient({});
const ses = new SESClient({});

export const handler = async (event) => {
  const { sub, email } = event.request.userAttributes;
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "welcomed", Key: { person: { S: sub } } }));
  if (Item) return event;
  await ses.send(
    new SendEmailCommand({
      Source: "hello@example.com",
      Destination: { ToAddresses: [email] },
      Message: { Subject: { Data: "Welcome" }, Body: { Text: { Data: "Hi" } } },
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName: "welcomed", Item: { person: { S: sub } } }));
  return event;
};
