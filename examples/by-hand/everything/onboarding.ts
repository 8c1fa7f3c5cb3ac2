import { addToGroups, everyone, html, onboarding, saveUser, sendEmail } from "foyer";

export default onboarding({
  usersSince: "2026-11-01",

  beforeFirstSignIn: {
    record: saveUser({
      table: "users",
      key: "userId",
      record: ({ sub, email }, { openedAt }) => ({
        userId: sub,
        email,
        plan: "free",
        createdAt: new Date(openedAt).toISOString(),
      }),
    }),
    group: addToGroups({ Members: everyone }),
  },

  afterwards: {
    welcome: sendEmail({
      from: "hello@example.com",
      subject: "Welcome",
      html: ({ name = "there" }) => html`<p>Hi ${name}, welcome!</p>`,
      ifUnknown: "resend",
    }),
  },
});
