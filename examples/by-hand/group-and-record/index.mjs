import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const cognito = new CognitoIdentityProviderClient({});
const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  const group = { GroupName: process.env.GROUP, UserPoolId: event.userPoolId };
  try {
    await cognito.send(new GetGroupCommand(group));
  } catch {
    await cognito.send(new CreateGroupCommand(group));
  }
  await cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: event.userName }));

  const now = new Date().toISOString();
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env.TABLE,
      Item: {
        id: { S: event.request.userAttributes.sub },
        __typename: { S: "User" },
        email: { S: event.request.userAttributes.email },
        credits: { N: "10" },
        createdAt: { S: now },
        updatedAt: { S: now },
      },
    }),
  );
  return event;
};
