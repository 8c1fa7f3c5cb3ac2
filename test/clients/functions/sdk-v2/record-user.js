const AWS = require("aws-sdk");

AWS.config.update({ region: process.env.REGION || "us-east-1" });
const documents = new AWS.DynamoDB.DocumentClient();

exports.handler = (event, _context, callback) => {
  const { sub, email } = event.request.userAttributes;
  const params = { TableName: process.env.TABLE, Item: { id: sub, email, logins: 0, tags: ["new"] } };
  documents.put(params, (err) => {
    if (err) return callback(err);
    return callback(null, event);
  });
};
