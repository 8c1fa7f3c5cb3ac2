import { custom, html, onboarding, sendEmail } from "foyer";

onboarding({
  beforeFirstSignIn: {
    // @must-not-compile: Cognito's attempts overlap, so a mail there could go out three times
    welcome: sendEmail({ from: "hello@example.com", subject: "Welcome", html: html`<p>Hi</p>`, ifUnknown: "resend" }),
    // @must-not-compile: as could every other effect without memory
    call: custom({ permissions: [], replay: "unknown", ifUnknown: "resend", run: async () => {} }),
  },
});
