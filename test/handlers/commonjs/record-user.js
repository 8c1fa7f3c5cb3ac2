const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");

const client = new DynamoDBClient({ region: process.env.AWS_REGION });

exports.handler = async (event, context) => {
  const { sub, email } = event.request.userAttributes;
  if (!sub) {
    console.log("Error: no user was written");
    return context.done(null, event);
  }
  const date = new Date();
  const params = {
    TableName: process.env.TABLE_NAME,
    Item: {
      id: { S: sub },
      __typename: { S: "User" },
      username: { S: event.userName },
      email: { S: email },
      createdAt: { S: date.toISOString() },
    },
  };
  try {
    await client.send(new PutItemCommand(params));
    console.log("Success");
  } catch (err) {
    console.log("Error", err);
  }
  return context.done(null, event);
};
