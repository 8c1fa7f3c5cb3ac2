import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { PostConfirmationTriggerHandler } from "aws-lambda";

const cognito = new CognitoIdentityProviderClient();
const dynamodb = new DynamoDBClient();

type Profile = { id: string; email: string };

export const handler: PostConfirmationTriggerHandler = async (event) => {
  const profile = { id: event.request.userAttributes.sub!, email: event.request.userAttributes.email! } satisfies Profile;
  await cognito.send(
    new AdminAddUserToGroupCommand({
      GroupName: process.env.GROUP_NAME,
      Username: event.userName,
      UserPoolId: event.userPoolId,
    }),
  );
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env.TABLE_NAME,
      Item: { id: { S: profile.id }, email: { S: profile.email } },
      ConditionExpression: "attribute_not_exists(id)",
    }),
  );
  return event;
};
