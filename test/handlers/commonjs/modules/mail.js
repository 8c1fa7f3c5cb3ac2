const { SES } = require("@aws-sdk/client-ses");

const ses = new SES({});

exports.handler = (event) =>
  ses
    .sendEmail({
      Source: process.env.SENDER,
      Destination: { ToAddresses: [event.request.userAttributes.email] },
      Message: {
        Subject: { Data: "You are in" },
        Body: { Text: { Data: `Thank you for joining, ${event.userName}.` } },
      },
    })
    .then(() => event);
