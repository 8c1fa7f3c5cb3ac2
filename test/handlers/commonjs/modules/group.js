const { CognitoIdentityProvider } = require("@aws-sdk/client-cognito-identity-provider");

const provider = new CognitoIdentityProvider();

exports.handler = async (event) => {
  const group = { GroupName: process.env.GROUP, UserPoolId: event.userPoolId };
  await provider.getGroup(group).catch(() => provider.createGroup(group));
  await provider.adminAddUserToGroup({ ...group, Username: event.userName });
  return event;
};
