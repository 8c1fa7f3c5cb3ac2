import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";

const cognito = new CognitoIdentityProviderClient({});

export const handler = async (event) => {
  const group = { GroupName: process.env.GROUP, UserPoolId: event.userPoolId };
  try {
    await cognito.send(new GetGroupCommand(group));
  } catch {
    await cognito.send(new CreateGroupCommand(group));
  }
  const answer = await cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: event.userName }));
  console.log("Added to the group, request", answer.$metadata.requestId);
  return event;
};
