import { addToGroups, custom, everyone, flow, html, onboarding, publishEvent, saveUser, sendEmail } from "foyer";
import { tell } from "./tell.ts";

const from = "Acme <hello@acme.com>";
const observed = custom<"safe">({ permissions: [], replay: "safe", run: (user, _, call) => tell(user, call) });

/** An onboarding that stops in the trigger and in the worker for as long as the test wants. */
export default onboarding({
  metadata: ["recorder"],
  beforeFirstSignIn: {
    record: saveUser(),
    groups: addToGroups({ Users: everyone }),
    early: observed,
  },
  afterwards: flow(
    {
      welcome: sendEmail({ from, subject: "Welcome", html: html`<p>Hello</p>`, ifUnknown: "resend" }),
      joined: publishEvent({ detailType: "UserConfirmed" }),
      late: observed,
      farewell: sendEmail({ from, subject: "All set", html: html`<p>Done</p>`, ifUnknown: "resend" }),
    },
    async (_user, { welcome, joined, late, farewell }) => {
      await welcome();
      await joined();
      await late();
      await farewell();
    },
  ),
});
