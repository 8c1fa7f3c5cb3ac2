const AWS = require("aws-sdk");

const ses = new AWS.SES();

exports.handler = (event, context) => {
  const { email } = event.request.userAttributes;
  if (!email) return context.done(null, event);
  const params = {
    Source: process.env.SENDER,
    Destination: { ToAddresses: [email] },
    Message: { Subject: { Data: "Thank you" }, Body: { Text: { Data: "You are confirmed." } } },
  };
  return ses.sendEmail(params, (err, data) => {
    if (err) return context.fail(err);
    console.log("Sent", data.MessageId);
    return context.succeed(event);
  });
};
