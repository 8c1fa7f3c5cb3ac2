import { readFile } from "node:fs/promises";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";

// Read once for each cold start.
const template = await readFile(new URL("./welcome.html", import.meta.url), "utf8");
const ses = new SESv2Client();

export async function handler(event) {
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;
  const { email, name } = event.request.userAttributes;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: process.env.SENDER,
      Destination: { ToAddresses: [email] },
      Content: {
        Simple: {
          Subject: { Data: "Welcome aboard" },
          Body: { Html: { Data: template.replace("{{name}}", name ?? "friend") } },
        },
      },
    }),
  );
  return event;
}
