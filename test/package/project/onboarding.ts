import { addToGroups, everyone, flow, html, onboarding, saveUser, sendEmail, verifiedEmailAt } from "foyer";

export default onboarding({
  beforeFirstSignIn: {
    record: saveUser({ table: "cognito_users" }),
    groups: addToGroups({ Users: everyone, Staff: verifiedEmailAt("acme.com") }),
  },
  afterwards: flow(
    {
      welcome: sendEmail({
        from: "Acme <hello@acme.com>",
        subject: "Welcome",
        html: (user) => html`<p>Hi ${user.name}</p>`,
        ifUnknown: "resend",
      }),
    },
    async (_user, { welcome, sleep }) => {
      await welcome();
      await sleep("3 days");
    },
  ),
});
