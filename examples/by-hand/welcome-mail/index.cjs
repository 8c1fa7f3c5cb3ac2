const { SESClient, SendEmailCommand } = require("@aws-sdk/client-ses");

const ses = new SESClient({});

exports.handler = (event, _context, callback) => {
  const { name, email } = event.request.userAttributes;
  const command = new SendEmailCommand({
    Source: "Acme <hello@example.com>",
    Destination: { ToAddresses: [email] },
    Message: {
      Subject: { Data: "Welcome to Acme" },
      Body: { Html: { Data: `<p>Hi ${name}, good to have you here.</p>` } },
    },
  });
  ses.send(command, (error) => {
    if (error) callback(error);
    else callback(null, event);
  });
};
