const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");

const dynamodb = new DynamoDBClient({});

exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  const item = { id: { S: event.request.userAttributes.sub }, source: { S: event.triggerSource } };
  dynamodb
    .send(new PutItemCommand({ TableName: process.env.TABLE, Item: item }))
    .then(() => callback(null, event))
    .catch(callback);
};
