import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";

const ses = new SESv2Client({});

export const handler = async (event) => {
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;
  const { email } = event.request.userAttributes;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Acme <hello@example.com>",
      Destination: { ToAddresses: [email] },
      Content: { Simple: { Subject: { Data: "Welcome" }, Body: { Text: { Data: "Hi" } } } },
    }),
  );
  return event;
};
