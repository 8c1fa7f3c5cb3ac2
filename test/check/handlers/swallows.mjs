import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";

const cognito = new CognitoIdentityProviderClient({});

export const handler = async (event) => {
  const { userPoolId: UserPoolId, userName: Username } = event;
  try {
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "Members" }));
  } catch (error) {
    console.error(error.name);
  }
  return event;
};
