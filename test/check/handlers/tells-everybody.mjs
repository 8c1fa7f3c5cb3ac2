import { randomUUID } from "node:crypto";
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const dynamodb = new DynamoDBClient({});
const events = new EventBridgeClient({});
const lambda = new LambdaClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

export const tell = async (event) => {
  const { sub } = event.request.userAttributes;
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: "totals",
      Key: { pk: { S: "all" }, sk: { S: event.request.userAttributes["custom:plan"] } },
      UpdateExpression: "ADD people :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }),
  );
  const put = (action) => new PutItemCommand({ TableName: "audit", Item: { id: { S: randomUUID() }, action: { S: action } } });
  await dynamodb.send(put("confirmed"));
  await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: "people", Source: "acme", DetailType: "PersonJoined", Detail: JSON.stringify({ sub }) }],
    }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: sub }));
  await lambda.send(new InvokeCommand({ FunctionName: "crm", Payload: JSON.stringify({ sub }) }));
  await dynamodb.send(put("told"));
  return event;
};
