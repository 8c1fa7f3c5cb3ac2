// What most published handlers do: say hello, write the user down, put them into the group. It looks at no trigger source, bounds no
// time, remembers nothing, and logs its event.
const { SESv2Client, SendEmailCommand } = require("@aws-sdk/client-sesv2");
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const { CognitoIdentityProviderClient, AdminAddUserToGroupCommand } = require("@aws-sdk/client-cognito-identity-provider");

const ses = new SESv2Client({});
const dynamodb = new DynamoDBClient({});
const cognito = new CognitoIdentityProviderClient({});

exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const { email, name } = event.request.userAttributes;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: "by-hand@example.com",
      Destination: { ToAddresses: [email] },
      Content: { Simple: { Subject: { Data: "Welcome" }, Body: { Text: { Data: `Welcome, ${name}!` } } } },
    }),
  );
  const Item = { username: { S: event.userName }, useremail: { S: email }, createdAt: { S: new Date().toISOString() } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  await cognito.send(
    new AdminAddUserToGroupCommand({ UserPoolId: event.userPoolId, Username: event.userName, GroupName: "Users" }),
  );
  return event;
};
