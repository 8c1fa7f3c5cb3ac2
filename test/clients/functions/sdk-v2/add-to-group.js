const aws = require("aws-sdk");

const provider = new aws.CognitoIdentityServiceProvider({ apiVersion: "2016-04-18" });

exports.handler = async (event) => {
  const group = { GroupName: process.env.GROUP, UserPoolId: event.userPoolId };
  try {
    await provider.getGroup(group).promise();
  } catch {
    await provider.createGroup(group).promise();
  }
  await provider.adminAddUserToGroup({ ...group, Username: event.userName }).promise();
  return event;
};
