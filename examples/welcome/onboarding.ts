import { addToGroups, everyone, flow, onboarding, publishEvent, saveUser, sendEmail, verifiedEmailAt } from "foyer";
import { changed, tips, welcome } from "./mails.ts";

export default onboarding({
  // Inside Cognito's trigger, together, before the user's first token: what does not finish in time moves to the worker.
  beforeFirstSignIn: {
    record: saveUser({ table: "cognito_users" }),
    groups: addToGroups({ Users: everyone, Staff: verifiedEmailAt("example.com") }),
  },

  // In the background, through crashes, deployments and days of waiting.
  afterwards: flow(
    {
      welcome: sendEmail({ from: "Foyer <hello@example.com>", subject: "Welcome", html: welcome, ifUnknown: "resend" }),
      joined: publishEvent({ detailType: "UserConfirmed" }),
      tips: sendEmail({ from: "Foyer <hello@example.com>", subject: "Three tips", html: tips, ifUnknown: "assume-sent" }),
    },
    async (_user, { welcome, joined, tips, sleep }) => {
      await welcome();
      await joined();
      await sleep("3 days");
      await tips();
    },
  ),

  // After each password reset, and never together with the above.
  onPasswordReset: {
    notice: sendEmail({
      from: "Foyer <security@example.com>",
      subject: "Your password was changed",
      html: changed,
      ifUnknown: "resend",
    }),
  },
});
