import { html, onboarding, sendEmail } from "foyer";

export default onboarding({
  usersSince: "2026-11-01",

  afterwards: {
    welcome: sendEmail({
      from: "Acme <hello@example.com>",
      subject: "Welcome to Acme",
      html: ({ name }) => html`<p>Hi ${name}, good to have you here.</p>`,
      ifUnknown: "resend",
    }),
  },
});
