import { addToGroups, checkRecord, everyone, flow, onboarding, saveUser, selfChosen, sendEmail, verifiedEmailAt } from "foyer";
import { basics, farewell, help, nudge, unsubscribe, welcome, wellDone } from "./mails.ts";
import { member } from "./member.ts";

const from = "Foyer <hello@example.com>";
const tutorial = { from, kind: "marketing", unsubscribe, ifUnknown: "assume-sent" } as const;

export default onboarding({
  beforeFirstSignIn: {
    // One item in a table for several kinds, made once: what the application writes to it later stays.
    record: saveUser({
      ...member,
      record: ({ email }, { openedAt }) => ({
        type: "member",
        email,
        since: new Date(openedAt).toISOString(),
        tutorial: "begun",
      }),
      mark: "onboarding",
    }),
    groups: addToGroups(
      {
        Members: everyone,
        Team: verifiedEmailAt("example.com"),
        // What a user writes decides only here, where it gives nothing away.
        SpanishSpeakers: selfChosen("locale", "es", "es-ES", "es-MX"),
      },
      { open: ["SpanishSpeakers"] },
    ),
  },

  afterwards: flow(
    {
      welcome: sendEmail({ from, subject: "Welcome", html: welcome, ifUnknown: "resend" }),
      // Asked again after each wait.
      finished: checkRecord({ ...member, that: (record) => record?.tutorial === "done" }),
      basics: sendEmail({ ...tutorial, subject: "Your first project", html: basics }),
      nudge: sendEmail({ ...tutorial, subject: "Two minutes are enough", html: nudge }),
      help: sendEmail({ ...tutorial, subject: "May we help?", html: help }),
      farewell: sendEmail({ ...tutorial, subject: "The last mail of this kind", html: farewell }),
      wellDone: sendEmail({ ...tutorial, subject: "Well done", html: wellDone }),
    },
    async (_user, { welcome, finished, basics, nudge, help, farewell, wellDone, sleep }) => {
      await welcome();
      const reminders = [
        ["1 day", basics],
        ["2 days", nudge],
        ["4 days", help],
        ["7 days", farewell],
      ] as const;
      for (const [wait, remind] of reminders) {
        await sleep(wait);
        if (await finished()) return wellDone();
        await remind();
      }
    },
    // Whoever unsubscribes, is disabled or deleted gets nothing more.
    { stopWhen: { unsubscribed: checkRecord({ ...member, that: (record) => record?.mails === "none" }) } },
  ),
});
