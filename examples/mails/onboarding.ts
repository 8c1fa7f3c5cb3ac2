import { flow, onboarding, sendEmail } from "foyer";
import { firstCall, guide, tips, welcome } from "./mails.ts";

const from = "Grüße von Acme <hello@example.com>";
const configurationSet = "onboarding";

export default onboarding({
  afterwards: flow(
    {
      welcome: sendEmail({
        from,
        replyTo: "help@example.com",
        subject: ({ name }) => `Willkommen${name ? `, ${name}` : ""} 🎉`,
        html: welcome,
        attachments: (user) => firstCall(user),
        tags: { series: "first-week" },
        configurationSet,
        ifUnknown: "resend",
      }),
      guide: sendEmail({ from, subject: "The guide", rendered: guide, configurationSet, ifUnknown: "assume-sent" }),
      tips: sendEmail({
        kind: "marketing",
        unsubscribe: ({ sub }) => `https://example.com/unsubscribe?u=${sub}`,
        from,
        subject: "Three tips",
        html: tips,
        configurationSet,
        ifUnknown: "assume-sent",
      }),
    },
    async (_user, { welcome, guide, tips, sleep }) => {
      await welcome();
      await guide();
      await sleep("2 days");
      await tips();
    },
  ),

  onPasswordReset: {
    // A template that SES keeps: README.md says how to make it.
    notice: sendEmail({
      from,
      template: "password-changed",
      templateData: ({ name = "there" }) => ({ name }),
      ifUnknown: "resend",
    }),
  },
});
