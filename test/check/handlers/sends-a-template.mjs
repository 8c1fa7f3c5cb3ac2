import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";

const ses = new SESv2Client({});

/** Names a configuration set and a template that SES keeps. */
export async function handler(event) {
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Acme <hello@example.com>",
      Destination: { ToAddresses: [event.request.userAttributes.email] },
      ConfigurationSetName: "mails",
      Content: { Template: { TemplateName: "welcome", TemplateData: JSON.stringify({ name: event.userName }) } },
    }),
  );
  return event;
}
